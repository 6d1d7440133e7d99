import { openFolderPlace } from './canary-places.ts';
import { canarySuite } from './canary-suite.ts';

canarySuite('the embedded store', openFolderPlace);
