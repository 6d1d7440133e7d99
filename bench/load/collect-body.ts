/** One event a post, as the tracker sends a product view. */
import type { MakeBody } from '../load-client.ts';
import { makeEnvelope } from './envelope.ts';

const makeBody: MakeBody = (index, seed) => makeEnvelope(index, 1, Number(seed));
export default makeBody;
