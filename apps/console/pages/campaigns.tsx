/** The page campaigns. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function CampaignsPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.campaigns}>
      <EmptyState title={shell.pages.campaigns}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
