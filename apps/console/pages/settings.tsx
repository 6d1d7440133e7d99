/** Everything that can be changed about the site. */
import { useState } from 'react';
import { Page, Tabs } from '../ui/ui.ts';
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

const PARTS = [...SETTING_GROUPS, 'mail', 'webhooks', 'segment', 'keys'] as const;
type Part = (typeof PARTS)[number];
const partOf = (name: string | undefined): Part => PARTS.find((known) => known === name) ?? 'site';

export default function SettingsPage() {
  const { rest, leave } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(SETTINGS);
  const [part, setPart] = useState<Part>(partOf(rest[0]));
  const group = SETTING_GROUPS.find((known) => known === part);
  return (
    <Page title={shell.pages.settings} intro={words.intro}>
      <Tabs
        label={words.tabs.label}
        tabs={PARTS.map((key) => ({ key, label: words.tabs[key] }))}
        current={part}
        onChange={(key) => leave(() => setPart(partOf(key)))}
      >
        {group !== undefined && <SettingsForm key={group} group={group} />}
        {part === 'site' && <SampleCard />}
        {part === 'mail' && <MailPart />}
        {part === 'webhooks' && <WebhooksPart />}
        {part === 'segment' && <SegmentPart />}
        {part === 'keys' && <KeysPart />}
      </Tabs>
    </Page>
  );
}
