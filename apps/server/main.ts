/** `npm start`. */
import { explainFault } from './crash.ts';
import { runServer } from './serve.ts';

runServer().catch((error: unknown) => {
  process.stderr.write(explainFault(error));
  process.exitCode = 1;
});
