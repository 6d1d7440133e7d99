/** The page settings. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function SettingsPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.settings}>
      <EmptyState title={shell.pages.settings}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
