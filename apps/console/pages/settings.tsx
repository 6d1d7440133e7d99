/** Everything that can be changed about the site. */
import { useState } from 'react';
import { Banner, Page, Tabs } from '../ui/ui.ts';
import { SETTING_GROUPS } from '../view-models/settings.ts';
import { SETTINGS } from '../words/settings.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useWords } from './console.ts';
import { SampleCard } from './first-run/sample.tsx';
import { SettingsForm } from './settings/form.tsx';
import { KeysPart } from './settings/keys.tsx';
import { MailPart } from './settings/mail.tsx';
import { SegmentPart } from './settings/segment.tsx';
import { WebhooksPart } from './settings/webhooks.tsx';
import { useHasKey } from './settings/with-key.tsx';

const PARTS = [...SETTING_GROUPS, 'mail', 'webhooks', 'segment', 'keys'] as const;
type Part = (typeof PARTS)[number];
/** Others than whoever has the key look at them, and do not change them. */
const KEYED: readonly Part[] = ['webhooks', 'segment'];

export default function SettingsPage() {
  const { rest, leave } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(SETTINGS);
  const hasKey = useHasKey();
  const parts = PARTS.filter((key) => hasKey || key !== 'keys');
  const partOf = (name: string | undefined): Part => parts.find((known) => known === name) ?? 'site';
  const [part, setPart] = useState<Part>(partOf(rest[0]));
  const group = SETTING_GROUPS.find((known) => known === part);
  return (
    <Page title={shell.pages.settings} intro={words.intro}>
      <Tabs
        label={words.tabs.label}
        tabs={parts.map((key) => ({ key, label: words.tabs[key] }))}
        current={part}
        onChange={(key) => leave(() => setPart(partOf(key)))}
      >
        {!hasKey && KEYED.includes(part) && <Banner tone="info" title={words.withKey} />}
        {group !== undefined && (
          <SettingsForm key={group} group={group}>
            {part === 'site' && <SampleCard />}
          </SettingsForm>
        )}
        {part === 'mail' && <MailPart />}
        {part === 'webhooks' && <WebhooksPart />}
        {part === 'segment' && <SegmentPart />}
        {part === 'keys' && <KeysPart />}
      </Tabs>
    </Page>
  );
}
