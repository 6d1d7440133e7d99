/** The page install. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function InstallPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.install}>
      <EmptyState title={shell.pages.install}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
