/** The checklist: what works in this shop at this moment, and what to do about the rest. */
import type { Setup } from '../../../../integrations/shopify/admin-page/contract.ts';
import { type Live, useLive } from '../../ui/live.ts';
import { Button, ButtonLink, Card, Page, ProgressBar, Rows, Stack, Text } from '../../ui/ui.ts';
import { type SetupLine, viewSetup } from '../view-models/setup.ts';
import { useCall } from './call.ts';
import { formatOf, useConsole } from './console.ts';
import { LineText } from './line.tsx';
import { Loaded } from './loaded.tsx';

const EVERY_MS = 5_000;

export default function SetupPage() {
  const shared = useConsole();
  const { client, words } = shared;
  const live = useLive(client.setup, EVERY_MS);
  return (
    <Page title={words.pages.setup} intro={words.setup.intro}>
      <Loaded live={live} stamp={(setup) => words.setup.looked(formatOf(shared).time(setup.at))}>
        {(setup) => <Checklist setup={setup} live={live} />}
      </Loaded>
    </Page>
  );
}

function Checklist({ setup, live }: { readonly setup: Setup; readonly live: Live<Setup> }) {
  const shared = useConsole();
  const view = viewSetup(setup, shared.words, formatOf(shared));
  return (
    <>
      <Card>
        <Text as="h2" look="heading">
          {view.headline}
        </Text>
        <ProgressBar share={view.share} label={view.headline} />
        {view.broken !== null && (
          <Text look="bad">{`${view.broken.title}: ${view.broken.names.join(', ')}.`}</Text>
        )}
      </Card>
      {view.groups.map(({ title, lines }) => (
        <Card key={title} title={title}>
          <Rows rows={lines.map((line) => ({ key: line.key, ...lineParts(line, live) }))} />
        </Card>
      ))}
    </>
  );
}

function lineParts(line: SetupLine, live: Live<Setup>) {
  return {
    content: <LineText line={line} />,
    end: line.action === null ? null : <LineAct line={line} live={live} />,
  };
}

function LineAct({
  line: { key, title, action },
  live,
}: {
  readonly line: SetupLine;
  readonly live: Live<Setup>;
}) {
  const { hrefOf, client, bridge } = useConsole();
  const { isBusy, fault, run } = useCall(live);
  if (action === null) return null;
  const label = `${action.label}: ${title}`;
  const { does } = action;
  if (does.kind === 'link') {
    return (
      <ButtonLink href={does.href} isOutside label={label}>
        {action.label}
      </ButtonLink>
    );
  }
  if (does.kind === 'page') {
    return (
      <ButtonLink href={hrefOf(does.page)} label={label}>
        {action.label}
      </ButtonLink>
    );
  }
  const press = (): void => {
    if (does.kind === 'grant') void bridge.grant(does.scopes).then(live.look);
    else if (key === 'pixel' || key === 'history') void run(() => client.call(key, {}));
  };
  return (
    <Stack>
      <Button onPress={press} isBusy={isBusy} label={label}>
        {action.label}
      </Button>
      {fault !== null && <Text look="bad">{fault}</Text>}
    </Stack>
  );
}
