/** Commands as they go over the wire, and what they ask of which collection. */
import { BSON, type Document } from 'mongodb';

/** Header and flags (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol). */
const SECTIONS = 16 + 4;
const OP_MSG = 2013;

/** A command with the lists that go beside it; null for a message of another kind. */
export function readCommand(message: Buffer): Document | null {
  if (message.readInt32LE(12) !== OP_MSG) return null;
  let command: Document = {};
  for (let at = SECTIONS; at < message.length; ) {
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (message[at] === 0) command = { ...BSON.deserialize(section), ...command };
    else command = { ...command, ...readList(section) };
    at += 1 + size;
  }
  return command;
}

function readList(section: Buffer): Document {
  const end = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = end + 1; at < section.length; at += section.readInt32LE(at)) {
    documents.push(BSON.deserialize(section.subarray(at, at + section.readInt32LE(at))));
  }
  return { [section.toString('utf8', 4, end)]: documents };
}

/** One question to one collection, and the command by which it may be explained. */
export type Asked = {
  readonly collection: string;
  readonly filter: Document;
  readonly command: Document;
};

/** None for a command that asks nothing. */
export function listAsked(command: Document): readonly Asked[] {
  const { find, aggregate, distinct, findAndModify, update, delete: remove } = command;
  const one = (collection: string, filter: Document = {}, own: Document = {}) => ({
    collection,
    filter,
    command: own,
  });
  if (find !== undefined) {
    const { filter, sort, limit } = command;
    return [one(find, filter, { find, filter, ...(sort && { sort }), ...(limit && { limit }) })];
  }
  if (aggregate !== undefined) {
    const { pipeline } = command;
    return [one(aggregate, pipeline[0]?.$match, { aggregate, pipeline, cursor: {} })];
  }
  if (distinct !== undefined) {
    const { key, query } = command;
    return [one(distinct, query, { distinct, key, query })];
  }
  if (findAndModify !== undefined) {
    const { query, update: change } = command;
    return [one(findAndModify, query, { findAndModify, query, update: change })];
  }
  if (update !== undefined)
    return command.updates.map((own: Document) => one(update, own.q, { update, updates: [own] }));
  if (remove !== undefined)
    return command.deletes.map((own: Document) => one(remove, own.q, { delete: remove, deletes: [own] }));
  return [];
}
