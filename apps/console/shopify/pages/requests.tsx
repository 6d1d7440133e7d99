/** What Shopify asked on behalf of customers, and what was done. */
import type { PrivacyRequests } from '../../../../integrations/shopify/admin-page/contract.ts';
import { useLive } from '../../ui/live.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Badge, Button, Card, EmptyState, Page, Stack, Table, Text } from '../../ui/ui.ts';
import { type RequestLine, viewRequests } from '../view-models/requests.ts';
import { useCall } from './call.ts';
import { formatOf, useConsole } from './console.ts';
import { Loaded } from './loaded.tsx';

export default function RequestsPage() {
  const { client, words } = useConsole();
  const live = useLive(client.requests, null);
  return (
    <Page title={words.pages.requests} intro={words.requests.intro}>
      <Loaded live={live}>{(requests) => <Requests requests={requests} look={live.look} />}</Loaded>
    </Page>
  );
}

function Requests({ requests, look }: { readonly requests: PrivacyRequests; readonly look: () => void }) {
  const shared = useConsole();
  const { words } = shared;
  const lines = viewRequests(requests, words, formatOf(shared), Date.now());
  if (lines.length === 0)
    return <EmptyState title={words.requests.empty}>{words.requests.emptyText}</EmptyState>;
  return (
    <Card>
      <Table
        label={words.pages.requests}
        columns={words.requests.columns.map((title) => ({ title }))}
        rows={lines.map((line) => ({
          key: line.id,
          cells: [
            line.what,
            line.asked,
            <Stack key="done">
              <Badge tone={line.badge.tone}>{line.badge.text}</Badge>
              <Text as="span" look="quiet">
                {line.note}
              </Text>
            </Stack>,
            line.file === null ? null : <Save key="file" id={line.id} file={line.file} onSaved={look} />,
          ],
        }))}
      />
    </Card>
  );
}

type SaveProps = {
  readonly id: string;
  readonly file: NonNullable<RequestLine['file']>;
  readonly onSaved: () => void;
};

function Save({ id, file, onSaved }: SaveProps) {
  const { client, words } = useConsole();
  const { isBusy, fault, run } = useCall<string>({
    put: (text) => {
      saveFile(file.name, text);
      onSaved();
    },
  });
  return (
    <Stack>
      <Button onPress={() => void run(() => client.exportOf(id))} isBusy={isBusy} label={file.label}>
        {words.requests.save}
      </Button>
      {fault !== null && <Text look="bad">{fault}</Text>}
    </Stack>
  );
}
