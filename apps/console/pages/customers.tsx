/** The page customers. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function CustomersPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.customers}>
      <EmptyState title={shell.pages.customers}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
