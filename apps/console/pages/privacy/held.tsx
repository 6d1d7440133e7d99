/** What is stored in plain words, what happens before a visitor decides, and what visitors choose. */
import type { HeldAnswer, HeldClass } from '../../api/answers/privacy.ts';
import type { ChoicesAnswer } from '../../api/answers/statistics.ts';
import { Plot } from '../../ui/plot.tsx';
import { Badge, Card, Inline, Link, Rows, Stack, Text } from '../../ui/ui.ts';
import { dateOf, ticksOf } from '../../view-models/days.ts';
import { viewChoices, viewHeld, viewPolicies } from '../../view-models/privacy.ts';
import { HELD } from '../../words/held.ts';
import { PRIVACY } from '../../words/privacy.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

type HeldPartProps = { readonly held: HeldAnswer; readonly choices: ChoicesAnswer };

export function HeldPart({ held, choices }: HeldPartProps) {
  const words = useWords(PRIVACY);
  return (
    <>
      <Policies held={held} />
      <Choices choices={choices} />
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

function Choices({ choices }: Pick<HeldPartProps, 'choices'>) {
  const { choices: words } = useWords(PRIVACY);
  const format = useFormat();
  const { figures, series } = viewChoices(choices, words, format);
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text(format.day(choices.from), format.day(choices.to))}</Text>
      <Inline isEven>
        {figures.map(({ key, name, figure, note }) => (
          <Stack key={key} gap="small">
            <Text look="quiet">{name}</Text>
            <Text look="figure">{figure}</Text>
            <Text look="quiet">{note}</Text>
          </Stack>
        ))}
      </Inline>
      {series.length === 0 ? (
        <Text>{words.empty}</Text>
      ) : (
        <Plot
          series={series}
          summary={words.summary}
          name="choices"
          xLabel={words.day}
          words={words.plot}
          xAt={ticksOf(choices.days)}
          writeX={(t) => format.shortDay(dateOf(t))}
          writeY={format.count}
        />
      )}
      <Text look="quiet">{words.note}</Text>
    </Card>
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
