import type {
  TagsAddData,
  TagsAddVariables,
  TagsRemoveData,
  TagsRemoveVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** Adding one that is there is no fault. */
export const tagsAdd = operation<TagsAddVariables, TagsAddData>({
  name: 'TagsAdd',
  scopes: ['write_customers'],
  text: `mutation TagsAdd($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) {
    node { id }
    userErrors { field message }
  }
}`,
});

export const tagsRemove = operation<TagsRemoveVariables, TagsRemoveData>({
  name: 'TagsRemove',
  scopes: ['write_customers'],
  text: `mutation TagsRemove($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) {
    node { id }
    userErrors { field message }
  }
}`,
});
