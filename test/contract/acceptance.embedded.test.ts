import { acceptanceContract } from './acceptance.ts';

acceptanceContract('embedded', {});
