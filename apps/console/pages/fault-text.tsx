/** What went wrong in the language of the page, and below it, in English, what the page has no words for. */
import type { Fault } from '../api/answer.ts';
import { Text } from '../ui/ui.ts';
import { useFaultWords } from './console.ts';

/** @example <Banner tone="bad" title={faults.title}><FaultText fault={fault} /></Banner> */
export function FaultText({ fault, look }: { readonly fault: Fault; readonly look?: 'bad' }) {
  const wordFault = useFaultWords();
  return (
    <>
      <Text {...(look !== undefined && { look })}>{wordFault(fault)}</Text>
      {fault.detail !== undefined && (
        <Text look="quiet">
          <span lang="en">{fault.detail}</span>
        </Text>
      )}
    </>
  );
}
