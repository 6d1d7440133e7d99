/** Where the console asks for the key of a site. */
import { type FormEvent, useState } from 'react';
import type { SiteInfo } from '../pages/console.ts';
import { Banner, Card, Field, Stack, Text } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { wordsOf } from '../words/words.ts';
import type { OwnSession } from './session.ts';

type SignInProps = {
  readonly session: OwnSession;
  readonly locale: string;
  /** Somebody was signed in until now. */
  readonly hasEnded: boolean;
  readonly onSignedIn: (site: SiteInfo) => void;
};

export function SignIn({ session, locale, hasEnded, onSignedIn }: SignInProps) {
  const words = wordsOf(SHELL, locale);
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const answer = await session.signIn(key.trim());
    setIsBusy(false);
    if (answer.ok) onSignedIn(answer.value);
    else setFault(answer.fault.kind === 'network' ? words.faults.network : words.signIn.isWrong);
  };
  return (
    <main className="alone">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="wide">
          <Stack>
            <h1>{words.signIn.title}</h1>
            <Text look="quiet">{words.signIn.intro}</Text>
          </Stack>
          {hasEnded && <Banner tone="info" title={words.signIn.ended} />}
          <Card>
            <Stack gap="wide">
              <Field
                kind="secret"
                label={words.signIn.key}
                help={words.signIn.keyHelp}
                value={key}
                fault={fault}
                onChange={setKey}
              />
              <div>
                <button type="submit" className="button primary" aria-busy={isBusy}>
                  {words.signIn.submit}
                </button>
              </div>
            </Stack>
          </Card>
        </Stack>
      </form>
    </main>
  );
}
