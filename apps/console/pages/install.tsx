/** Putting Inkling into a shop, and seeing that it works. */
import { useCallback, useState } from 'react';
import type { InstallationAnswer } from '../api/answers/installation.ts';
import { useLive } from '../ui/live.ts';
import { Badge, Card, Inline, Link, Page, Rows, Stack, Tabs, Text } from '../ui/ui.ts';
import { placeOf, viewChecks, WAYS, type Way, wayOf } from '../view-models/install.ts';
import { CHECKS } from '../words/checks.ts';
import { INSTALL } from '../words/install.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useFormat, useWords } from './console.ts';
import { Guide } from './install/guides.tsx';
import { Loaded } from './loaded.tsx';

/** Whoever installs waits for the first event to come. */
const EVERY_MS = 5_000;

export default function InstallPage() {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(INSTALL);
  const ask = useCallback(() => api.get<InstallationAnswer>('/v1/installation'), [api]);
  const live = useLive(ask, EVERY_MS);
  return (
    <Page title={shell.pages.install} intro={words.intro}>
      <Loaded live={live}>
        {(installation) => (
          <>
            <Checks installation={installation} />
            <Ways installation={installation} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Shown = { readonly installation: InstallationAnswer };

function Checks({ installation }: Shown) {
  const { checks: words } = useWords(CHECKS);
  const format = useFormat();
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text(format.time(installation.since))}</Text>
      <Rows
        rows={viewChecks(installation, words, format).map(({ key, name, badge, text }) => ({
          key,
          content: (
            <Stack>
              {/* At its own left edge: what it says changes while somebody looks, and nothing moves. */}
              <Inline>
                <Text as="span" look="strong">
                  {name}
                </Text>
                <Badge tone={badge.tone}>{badge.text}</Badge>
              </Inline>
              <Text look="quiet">{text}</Text>
            </Stack>
          ),
          end: null,
        }))}
      />
    </Card>
  );
}

function Ways({ installation }: Shown) {
  const { rest, hrefOf } = useConsole();
  const { ways, keys } = useWords(INSTALL);
  const [way, setWay] = useState<Way>(wayOf(rest[0] ?? installation.platform));
  return (
    <Tabs
      label={ways.label}
      tabs={WAYS.map((key) => ({ key, label: ways[key] }))}
      current={way}
      onChange={(key) => setWay(wayOf(key))}
    >
      <Card title={ways[way]}>
        <Guide way={way} place={placeOf(installation, location.origin)} />
        <Stack>
          <Text look="quiet">{keys.write}</Text>
          <Text look="quiet">
            {keys.secret} {keys.where} <Link href={hrefOf('settings', 'keys')}>{keys.link}</Link>
          </Text>
        </Stack>
      </Card>
    </Tabs>
  );
}
