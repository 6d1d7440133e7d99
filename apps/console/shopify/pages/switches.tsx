/** What a merchant may turn on: all of it is off at first. */
import { useCallback, useState } from 'react';
import type { Setup } from '../../../../integrations/shopify/admin-page/contract.ts';
import type { List } from '../../api/answers/list.ts';
import type { SegmentAnswer } from '../../api/answers/segments.ts';
import { type Live, useLive } from '../../ui/live.ts';
import { Button, Card, Checkbox, Modal, Page, Stack, Text } from '../../ui/ui.ts';
import { type SetupLine, viewSetup } from '../view-models/setup.ts';
import { useCall } from './call.ts';
import { formatOf, useConsole } from './console.ts';
import { LineText } from './line.tsx';
import { Loaded } from './loaded.tsx';

/** More than a site may have. */
const MOST = 1_000;

export default function SwitchesPage() {
  const { client, api, words } = useConsole();
  const setup = useLive(client.setup, null);
  const ask = useCallback(() => api.get<List<SegmentAnswer>>('/v1/segments', { limit: MOST }), [api]);
  const segments = useLive(ask, null);
  const look = (): void => {
    setup.look();
    segments.look();
  };
  return (
    <Page title={words.pages.switches} intro={words.switches.intro}>
      <Loaded live={{ ...setup, look }}>
        {(value) => (
          <>
            <Nothing setup={value} />
            <Basis setup={value} live={setup} />
            <Scores setup={value} live={setup} />
            <Loaded live={segments}>{(known) => <Tags setup={value} live={setup} segments={known} />}</Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What the server does not offer has no card: then the page says so. */
function Nothing({ setup }: { readonly setup: Setup }) {
  const shared = useConsole();
  const { choices } = viewSetup(setup, shared.words, formatOf(shared));
  if (choices.length > 0) return null;
  return (
    <Card>
      <Text>{shared.words.switches.none}</Text>
    </Card>
  );
}

type Part = { readonly setup: Setup; readonly live: Live<Setup> };
type ChoiceKey = 'orders_basis' | 'scores' | 'tags';

function useLine(setup: Setup, key: ChoiceKey): SetupLine | undefined {
  const shared = useConsole();
  return viewSetup(setup, shared.words, formatOf(shared)).choices.find((line) => line.key === key);
}

function factsOf<Key extends ChoiceKey>(setup: Setup, key: Key) {
  const row = setup.items.find((item) => item.key === key);
  return (row?.facts ?? null) as Extract<Setup['items'][number], { key: Key }>['facts'];
}

function Basis({ setup, live }: Part) {
  const { client, words } = useConsole();
  const line = useLine(setup, 'orders_basis');
  const { isBusy, fault, run } = useCall(live);
  const [isAsking, setIsAsking] = useState(false);
  const facts = factsOf(setup, 'orders_basis');
  if (line === undefined) return null;
  const turn = async (on: boolean): Promise<void> => {
    if (await run(() => client.call('orders_basis', { on }))) setIsAsking(false);
  };
  const press = facts?.isOn === true ? () => void turn(false) : () => setIsAsking(true);
  return (
    <Card>
      <LineText line={line} />
      <div>
        <Button onPress={press} isBusy={isBusy && !isAsking} isDisabled={facts === null}>
          {words.rows.orders_basis.action(facts?.isOn === true ? 'done' : 'open')}
        </Button>
      </div>
      {fault !== null && <Text look="bad">{fault}</Text>}
      <Modal
        title={words.switches.basisTitle}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={words.cancel}
        offer={{ label: words.switches.basisConfirm, onPress: () => void turn(true), isBusy }}
      >
        <Stack gap="wide">
          {words.switches.basisMeans.map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
        </Stack>
      </Modal>
    </Card>
  );
}

/** Asked for where something is switched on that needs it. */
const WRITING = ['write_customers'];

function Scores({ setup, live }: Part) {
  const { client, words, bridge } = useConsole();
  const line = useLine(setup, 'scores');
  const { isBusy, fault, run } = useCall(live);
  const facts = factsOf(setup, 'scores');
  if (line === undefined) return null;
  const turn = async (on: boolean): Promise<void> => {
    if (on) await bridge.grant(WRITING);
    await run(() => client.call('scores', { on }));
  };
  return (
    <Card>
      <LineText line={line} />
      <Checkbox
        label={words.switches.scores}
        help={words.switches.scoresHelp}
        isOn={facts?.isOn === true}
        isDisabled={facts === null || isBusy}
        onChange={(on) => void turn(on)}
      />
      {fault !== null && <Text look="bad">{fault}</Text>}
    </Card>
  );
}

function Tags({
  setup,
  live,
  segments: { items },
}: Part & { readonly segments: Pick<List<SegmentAnswer>, 'items'> }) {
  const { client, words, notify, bridge } = useConsole();
  const line = useLine(setup, 'tags');
  const { isBusy, fault, run } = useCall(live);
  const facts = factsOf(setup, 'tags');
  const [chosen, setChosen] = useState<readonly string[]>(facts?.segments ?? []);
  if (line === undefined) return null;
  const choose = (key: string, isOn: boolean): void =>
    setChosen(isOn ? [...chosen, key] : chosen.filter((other) => other !== key));
  const save = async (): Promise<void> => {
    if (chosen.length > 0) await bridge.grant(WRITING);
    if (await run(() => client.call('tags', { segments: [...chosen] }))) notify(words.switches.saved);
  };
  return (
    <Card>
      <LineText line={line} />
      <Text>{`${words.switches.tags}. ${words.switches.tagsHelp}`}</Text>
      {items.length === 0 && <Text look="quiet">{words.switches.noSegments}</Text>}
      {items.map(({ key, name }) => (
        <Checkbox
          key={key}
          label={name}
          isOn={chosen.includes(key)}
          isDisabled={facts === null || isBusy}
          onChange={(isOn) => choose(key, isOn)}
        />
      ))}
      {items.length > 0 && (
        <div>
          <Button onPress={() => void save()} isBusy={isBusy} isDisabled={facts === null}>
            {words.switches.save}
          </Button>
        </div>
      )}
      {fault !== null && <Text look="bad">{fault}</Text>}
    </Card>
  );
}
