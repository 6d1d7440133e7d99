/** What a segment is called, and what it is for. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import { Card, Disclosure, Field, Select, Stack } from '../../ui/ui.ts';
import { type Around, slugOf } from '../../view-models/segment-builder.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useWords } from '../console.ts';

type AroundProps = {
  readonly around: Around;
  readonly isNew: boolean;
  readonly fault: Fault | null;
  readonly onChange: (around: Around) => void;
};

export function AroundFields({ around, isNew, fault, onChange }: AroundProps) {
  const words = useWords(SEGMENT_FORM);
  const [hasOwnKey, setOwnKey] = useState(around.key !== '');
  const set = (part: Partial<Around>): void => onChange({ ...around, ...part });
  const faultAt = (at: string): string | undefined => (fault?.at === at ? fault.text : undefined);
  return (
    <Card>
      <Stack gap="wide">
        <Stack>
          <Field
            label={words.name}
            value={around.name}
            fault={faultAt('name')}
            onChange={(name) => set({ name, ...(isNew && !hasOwnKey && { key: slugOf(name) }) })}
          />
          {isNew && (
            <Field
              label={words.key}
              help={words.keyHelp}
              value={around.key}
              fault={faultAt('key')}
              onChange={(key) => {
                setOwnKey(key !== '');
                set({ key });
              }}
            />
          )}
        </Stack>
        <Disclosure title={words.about}>
          <Select
            label={words.purpose}
            value={around.kpi}
            options={[
              { value: '', label: words.noPurpose },
              ...Object.entries(words.purposes).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(kpi) => set({ kpi })}
          />
          <Field
            label={words.want}
            value={around.want}
            fault={faultAt('want')}
            onChange={(want) => set({ want })}
          />
          <Field
            label={words.action}
            value={around.action}
            fault={faultAt('action')}
            onChange={(action) => set({ action })}
          />
          <Field
            label={words.urgency}
            help={words.urgencyHelp}
            value={around.urgencyHours}
            fault={faultAt('urgencyHours')}
            onChange={(urgencyHours) => set({ urgencyHours })}
          />
        </Disclosure>
      </Stack>
    </Card>
  );
}
