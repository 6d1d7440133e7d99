/** What Shopify asked on behalf of customers, and what was done. */
import type { Privacy } from '../../../../integrations/shopify/admin-page/contract.ts';
import { useLive } from '../../ui/live.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Badge, Button, Card, EmptyState, Page, Stack, Table, Text } from '../../ui/ui.ts';
import { type PrivacyLine, viewPrivacy } from '../view-models/privacy.ts';
import { useCall } from './call.ts';
import { formatOf, useConsole } from './console.ts';
import { Loaded } from './loaded.tsx';

export default function PrivacyPage() {
  const { client, words } = useConsole();
  const live = useLive(client.privacy, null);
  return (
    <Page title={words.pages.privacy} intro={words.privacy.intro}>
      <Loaded live={live}>{(privacy) => <Requests privacy={privacy} look={live.look} />}</Loaded>
    </Page>
  );
}

function Requests({ privacy, look }: { readonly privacy: Privacy; readonly look: () => void }) {
  const shared = useConsole();
  const { words } = shared;
  const lines = viewPrivacy(privacy, words, formatOf(shared), Date.now());
  if (lines.length === 0)
    return <EmptyState title={words.privacy.empty}>{words.privacy.emptyText}</EmptyState>;
  return (
    <Card>
      <Table
        label={words.pages.privacy}
        columns={words.privacy.columns.map((title) => ({ title }))}
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
  readonly file: NonNullable<PrivacyLine['file']>;
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
        {words.privacy.save}
      </Button>
      {fault !== null && <Text look="bad">{fault}</Text>}
    </Stack>
  );
}
