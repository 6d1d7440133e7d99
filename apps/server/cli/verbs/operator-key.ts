import { withInstallation } from '../installation.ts';
import { done, refused, type Verb } from '../verb.ts';

export const operatorKeyVerb: Verb = {
  name: 'operator-key rotate',
  summary: 'Makes a new operator key, and ends the old one at once',
  usage: '',
  options: {},
  positionals: [0, 0],
  details: 'Prints it. A server goes on meanwhile; whoever used the old one is refused from then on.',
  run: (_args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const rotated = await operations.rotateOperatorKey({});
      if (!rotated.ok) return refused(rotated);
      return done(
        rotated.value,
        `The new operator key, the old one opens nothing:\n\n  ${rotated.value.operatorKey}`,
      );
    }),
};
