/**
 * The intent file: scores a row in the page, where a site keeps its data to itself. The same code as in the server, to the
 * last bit.
 */
import { scoreLogistic } from '../../scoring/logistic/score.ts';
import { handOver } from './hand-over.ts';

handOver(scoreLogistic);
