/** `npm start`. */
import { explainFault, runServer } from './serve.ts';

runServer().catch((error: unknown) => {
  process.stderr.write(explainFault(error));
  process.exitCode = 1;
});
