/** What there is to start from: tactics that are thought through, as drafts. */
import { useCallback, useState } from 'react';
import type { CampaignTemplateAnswer, InstalledAnswer } from '../../api/answers/campaigns.ts';
import type { List } from '../../api/answers/list.ts';
import { useLive } from '../../ui/live.ts';
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  Disclosure,
  Inline,
  Page,
  Rows,
  Stack,
  Text,
} from '../../ui/ui.ts';
import { CAMPAIGN_ACTS } from '../../words/campaigns-acts.ts';
import { CAMPAIGN_TEMPLATES } from '../../words/campaigns-templates.ts';
import { OTHER_CAMPAIGN_TEMPLATES } from '../../words/campaigns-templates-other.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { useWriting } from './writing.ts';

export function Gallery() {
  const { api, go, hrefOf, notify } = useConsole();
  const { templates: words } = useWords(CAMPAIGN_ACTS);
  const wordFault = useFaultWords();
  const [busy, setBusy] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const ask = useCallback(() => api.get<List<CampaignTemplateAnswer>>('/v1/campaigns/templates'), [api]);
  const live = useLive(ask, null);
  const start = async ({ key, name }: CampaignTemplateAnswer): Promise<void> => {
    setBusy(key);
    setFault(null);
    const made = await makeDraft(key);
    setBusy(null);
    if (!made.ok) return setFault(wordFault(made.fault));
    notify(words.made(name, made.value.segments.length));
    go(hrefOf('campaigns', made.value.campaign.key, 'edit'));
  };
  /** Under its own key, or the next that is free. */
  const makeDraft = async (template: string) => {
    const path = `/v1/campaigns/templates/${template}`;
    for (let place = 1; ; place += 1) {
      const key = place === 1 ? template : `${template}-${place}`;
      const made = await api.send<InstalledAnswer>('POST', path, { key });
      if (made.ok || made.fault.at !== 'key' || place === MOST_TRIES) return made;
    }
  };
  return (
    <Page title={words.title} intro={words.intro}>
      {fault !== null && <Banner tone="bad" title={fault} />}
      <Loaded live={live}>
        {({ items }) => (
          <Stack gap="wide">
            {Object.entries(words.families).map(([family, title]) => (
              <Card key={family} title={title}>
                <Rows
                  rows={items
                    .filter((template) => template.family === family)
                    .map((template) => ({
                      key: template.key,
                      content: <Template template={template} />,
                      end: (
                        <StartButton
                          template={template}
                          isBusy={busy === template.key}
                          onPress={() => void start(template)}
                        />
                      ),
                    }))}
                />
              </Card>
            ))}
            <Card title={words.blank}>
              <Text>{words.blankText}</Text>
              <Inline>
                <ButtonLink href={hrefOf('campaigns', 'templates', 'blank')}>{words.blank}</ButtonLink>
              </Inline>
            </Card>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

const MOST_TRIES = 20;

type StartProps = {
  readonly template: CampaignTemplateAnswer;
  readonly isBusy: boolean;
  readonly onPress: () => void;
};

function StartButton({ template, isBusy, onPress }: StartProps) {
  const { templates: words } = useWords(CAMPAIGN_ACTS);
  const { name } = useTold(template);
  return (
    <Button
      onPress={onPress}
      isBusy={isBusy}
      isDisabled={template.missing !== null}
      label={words.startFrom(name)}
    >
      {words.start}
    </Button>
  );
}

/** In the language of the console; one that is newer than its words as the server tells it. */
function useTold(template: CampaignTemplateAnswer) {
  const shop = useWords(CAMPAIGN_TEMPLATES);
  const other = useWords(OTHER_CAMPAIGN_TEMPLATES);
  return shop[template.key] ?? other[template.key] ?? template;
}

/** Code stands in these texts as in a document. */
const plain = (text: string): string => text.replaceAll('`', '');

function Template({ template }: { readonly template: CampaignTemplateAnswer }) {
  const { templates: words } = useWords(CAMPAIGN_ACTS);
  const { words: own } = useWriting();
  const format = useFormat();
  const { needs, missing, channel } = template;
  const { name, does, worth, measure, control, before } = useTold(template);
  const parts = [
    [words.worth, worth],
    [words.measure, measure],
    [words.control, control],
  ] as const;
  return (
    <Stack>
      <Text look="strong">
        {name} · {own.channels[channel] ?? channel}
      </Text>
      <Text>{does}</Text>
      {missing !== null && (
        <Text look="bad">
          {words.missing} {missing}
        </Text>
      )}
      <Disclosure title={words.details(name)}>
        {parts.map(([title, text]) => (
          <Text key={title}>
            <strong>{title}:</strong> {plain(text)}
          </Text>
        ))}
        <Text look="strong">{words.before}</Text>
        <ul>
          {before.map((line) => (
            <li key={line}>{plain(line)}</li>
          ))}
        </ul>
        {needs.length > 0 && <Text look="quiet">{words.needs(format.list(needs))}</Text>}
      </Disclosure>
    </Stack>
  );
}
