/** The page live. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function LivePage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.live}>
      <EmptyState title={shell.pages.live}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
