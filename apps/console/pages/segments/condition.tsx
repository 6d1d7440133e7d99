/** A condition as a form: its kind, its fields, and the conditions within it. */
import { useState } from 'react';
import { Box, Choice, Line, Remove, Tool } from '../../ui/builder.tsx';
import {
  addBeside,
  addChild,
  BEGINNINGS,
  type Beginning,
  moveIn,
  removeFrom,
  startNode,
  unwrap,
  wrap,
} from '../../view-models/segment-form/change.ts';
import type { FormNode, GroupForm } from '../../view-models/segment-form/form.ts';
import { below, faultOfFrame, framesIn } from '../../view-models/segment-form/places.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useWords } from '../console.ts';
import { useBuilding } from './building.ts';
import { EventFields } from './event-fields.tsx';
import { optionsOf } from './fields.tsx';
import { SequenceFields } from './sequence-fields.tsx';
import {
  AnniversaryFields,
  IdleFields,
  KeyFields,
  KnownFields,
  RandomFields,
  RfmFields,
  ScoreFields,
  SinceFields,
} from './state-fields.tsx';

type ConditionProps = {
  readonly at: string;
  readonly node: FormNode;
  readonly onChange: (node: FormNode) => void;
  /** Null: it is the only one. */
  readonly onRemove?: (() => void) | null;
  readonly onMove?: ((by: 1 | -1) => void) | null;
};

export function ConditionForm({ at, node, onChange, onRemove = null, onMove = null }: ConditionProps) {
  const words = useWords(SEGMENT_FORM);
  const { newId, fault, draft } = useBuilding();
  // Under the same name it keeps its place on the page, and the focus.
  const become = (next: FormNode): void => onChange({ ...next, id: node.id });
  return (
    <Box
      title={words.kinds[node.kind]}
      fault={faultOfFrame(fault, draft, at, framesIn(node, at))}
      head={
        <Choice
          label={words.kind}
          value={beginningOf(node)}
          options={optionsOf(BEGINNINGS, words.kinds)}
          onChange={(kind) => become(asKind(node, kind, newId))}
        />
      }
      tools={<Tools {...{ node, onRemove, onMove }} onChange={become} />}
    >
      <Fields {...{ at, node, onChange }} />
    </Box>
  );
}

/** An event that must not be there is an absence in the form's words, as long as nothing else is asked of it. */
function beginningOf(node: FormNode): Beginning {
  if (node.kind !== 'event' || node.measure.kind !== 'count') return node.kind;
  const [bound, more] = node.measure.bounds;
  return bound?.op === 'eq' && bound.text === '0' && more === undefined ? 'absence' : node.kind;
}

/** What stands in a frame stays in it where the other kind has room for it. */
function asKind(node: FormNode, kind: Beginning, newId: () => string): FormNode {
  const isGroup = (one: string): one is GroupForm['kind'] => one === 'all' || one === 'any';
  if (isGroup(kind) && isGroup(node.kind)) return { ...node, kind } as FormNode;
  const inner = unwrap(node);
  if ((kind === 'not' || kind === 'accountFold') && inner !== null)
    return { id: newId(), kind, child: inner };
  if (isGroup(kind) && inner !== null) return { id: newId(), kind, children: [inner] };
  return startNode(kind, newId);
}

type ToolsProps = Pick<ConditionProps, 'node' | 'onChange'> &
  Required<Pick<ConditionProps, 'onRemove' | 'onMove'>>;

function Tools({ node, onChange, onRemove, onMove }: ToolsProps) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const inner = unwrap(node);
  return (
    <>
      <Tool onPress={() => onChange(addBeside(wrap(node, 'all', newId), startNode('event', newId), newId))}>
        {words.intoAll}
      </Tool>
      <Tool onPress={() => onChange(addBeside(wrap(node, 'any', newId), startNode('event', newId), newId))}>
        {words.intoAny}
      </Tool>
      <Tool onPress={() => onChange(wrap(node, 'not', newId))}>{words.intoNot}</Tool>
      {inner !== null && <Tool onPress={() => onChange(inner)}>{words.unwrap}</Tool>}
      {onMove !== null && (
        <>
          <Tool label={words.up} onPress={() => onMove(-1)}>
            ↑
          </Tool>
          <Tool label={words.down} onPress={() => onMove(1)}>
            ↓
          </Tool>
        </>
      )}
      {onRemove !== null && <Remove label={words.remove} onPress={onRemove} />}
    </>
  );
}

function Fields({ at, node, onChange }: Pick<ConditionProps, 'at' | 'node' | 'onChange'>) {
  switch (node.kind) {
    case 'all':
    case 'any':
      return <Group {...{ at, onChange }} group={node} />;
    case 'not':
    case 'accountFold':
      return (
        <ConditionForm
          at={below(at, node.kind === 'not' ? 'not' : 'account')}
          node={node.child}
          onChange={(child) => onChange({ ...node, child })}
        />
      );
    case 'segment':
    case 'stage':
      return <KeyFields {...{ at, onChange }} value={node} />;
    case 'event':
      return <EventFields {...{ at, onChange }} value={node} />;
    case 'sequence':
      return <SequenceFields {...{ at, onChange }} value={node} />;
    case 'idle':
      return <IdleFields {...{ at, onChange }} value={node} />;
    case 'since':
      return <SinceFields {...{ at, onChange }} value={node} />;
    case 'trait':
    case 'account':
    case 'context':
      return <KnownFields {...{ at, onChange }} value={node} />;
    case 'anniversary':
      return <AnniversaryFields {...{ at, onChange }} value={node} />;
    case 'rfm':
      return <RfmFields {...{ at, onChange }} value={node} />;
    case 'score':
      return <ScoreFields {...{ at, onChange }} value={node} />;
    case 'random':
      return <RandomFields {...{ at, onChange }} value={node} />;
  }
}

type GroupProps = {
  readonly at: string;
  readonly group: GroupForm;
  readonly onChange: (group: FormNode) => void;
};

function Group({ at, group, onChange }: GroupProps) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const [kind, setKind] = useState<Beginning>('event');
  const { children } = group;
  const set = (next: readonly FormNode[]): void => onChange({ ...group, children: next });
  return (
    <>
      {children.map((child, place) => (
        <ConditionForm
          key={child.id}
          at={below(below(at, group.kind), place)}
          node={child}
          onChange={(changed) => set(children.map((one) => (one === child ? changed : one)))}
          onRemove={children.length > 1 ? () => set(removeFrom(children, child.id)) : null}
          onMove={children.length > 1 ? (by) => set(moveIn(children, child.id, by)) : null}
        />
      ))}
      <Line>
        <Choice
          label={words.addWhat}
          value={kind}
          options={optionsOf(BEGINNINGS, words.kinds)}
          onChange={setKind}
        />
        <Tool onPress={() => onChange(addChild(group, startNode(kind, newId)))}>{words.add}</Tool>
      </Line>
    </>
  );
}
