/** What is stored in plain words, what happens before a visitor decides, and what visitors choose. */
import type { InstallationAnswer } from '../../api/answers/installation.ts';
import type { HeldAnswer, HeldClass } from '../../api/answers/privacy.ts';
import { Badge, Card, Inline, Link, Rows, Stack, Text } from '../../ui/ui.ts';
import { viewChoices, viewHeld, viewPolicies } from '../../view-models/privacy.ts';
import { HELD } from '../../words/held.ts';
import { PRIVACY } from '../../words/privacy.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

type HeldPartProps = { readonly held: HeldAnswer; readonly installation: InstallationAnswer };

export function HeldPart({ held, installation }: HeldPartProps) {
  const words = useWords(PRIVACY);
  return (
    <>
      <Policies held={held} />
      <Choices installation={installation} />
      <Card title={words.held.title}>
        <Text look="quiet">{words.held.text}</Text>
        <Classes title={words.held.ofVisitors} held={held.held.filter(({ isPersonal }) => isPersonal)} />
        <Classes title={words.held.ofShop} held={held.held.filter(({ isPersonal }) => !isPersonal)} />
        <Text look="quiet">{words.held.law}</Text>
      </Card>
    </>
  );
}

function Policies({ held }: { readonly held: HeldAnswer }) {
  const { hrefOf } = useConsole();
  const { policy: words } = useWords(PRIVACY);
  const format = useFormat();
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text}</Text>
      <Rows
        rows={viewPolicies(held, words).map(({ key, name, text, isInForce }) => ({
          key,
          content: (
            <Stack>
              <Text look="strong">{name}</Text>
              <Text look="quiet">{text}</Text>
            </Stack>
          ),
          end: isInForce ? <Badge tone="good">{words.inForce}</Badge> : null,
        }))}
      />
      <Text>
        {words.gpc} {held.honoursDoNotTrack ? words.dntOn : words.dntOff} {words.k(format.count(held.k))}
      </Text>
      <div>
        <Link href={hrefOf('settings', 'privacy')}>{words.change}</Link>
      </div>
    </Card>
  );
}

function Choices({ installation }: Pick<HeldPartProps, 'installation'>) {
  const { choices: words } = useWords(PRIVACY);
  const format = useFormat();
  const { since, asked, allowed, gpc } = viewChoices(installation, words, format);
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text(since)}</Text>
      <Inline isEven>
        <Told name={words.asked} figure={asked} />
        <Told name={words.allowed} figure={allowed} />
        <Told name={words.gpc} figure={gpc} />
      </Inline>
      <Text look="quiet">{words.note}</Text>
    </Card>
  );
}

function Told({ name, figure }: { readonly name: string; readonly figure: string }) {
  return (
    <Stack>
      <Text look="heading">{figure}</Text>
      <Text look="quiet">{name}</Text>
    </Stack>
  );
}

function Classes({ title, held }: { readonly title: string; readonly held: readonly HeldClass[] }) {
  const { held: words } = useWords(PRIVACY);
  const known = useWords(HELD);
  const format = useFormat();
  return (
    <Stack>
      <Text as="h3" look="strong">
        {title}
      </Text>
      <Rows
        rows={viewHeld(held, words, known, format).map((row) => ({
          key: row.key,
          content: (
            <Stack>
              <Text look="strong">{row.name}</Text>
              <Text>{row.text}</Text>
              <Text look="quiet">{row.note}</Text>
            </Stack>
          ),
          end: null,
        }))}
      />
    </Stack>
  );
}
