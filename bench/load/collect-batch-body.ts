/** Ten events a post: what a page sends that is read for a while. */
import type { MakeBody } from '../load-client.ts';
import { makeEnvelope } from './envelope.ts';

const makeBody: MakeBody = (index, seed) => makeEnvelope(index, 10, Number(seed));
export default makeBody;
