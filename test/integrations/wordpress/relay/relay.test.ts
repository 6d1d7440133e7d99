import { describeWordPress } from '../../../support/wordpress/describe.ts';
import { testConnected } from './connected-suite.ts';

await describeWordPress('a WordPress that is connected to a server', () => testConnected());
