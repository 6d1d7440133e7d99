import type {
  SegmentCreateData,
  SegmentCreateVariables,
  SegmentData,
  SegmentDeleteData,
  SegmentDeleteVariables,
  SegmentsData,
  SegmentsVariables,
  SegmentUpdateData,
  SegmentUpdateVariables,
  SegmentVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

export const segment = operation<SegmentVariables, SegmentData>({
  name: 'Segment',
  scopes: ['read_customers'],
  text: `query Segment($id: ID!) {
  segment(id: $id) { id name query lastEditDate }
}`,
});

export const segments = operation<SegmentsVariables, SegmentsData>({
  name: 'Segments',
  scopes: ['read_customers'],
  text: `query Segments($first: Int!, $after: String) {
  segments(first: $first, after: $after) {
    nodes { id name query lastEditDate }
    pageInfo { hasNextPage endCursor }
  }
}`,
});

export const segmentCreate = operation<SegmentCreateVariables, SegmentCreateData>({
  name: 'SegmentCreate',
  scopes: ['read_customers', 'write_customers'],
  text: `mutation SegmentCreate($name: String!, $query: String!) {
  segmentCreate(name: $name, query: $query) {
    segment { id name query }
    userErrors { field message }
  }
}`,
});

export const segmentUpdate = operation<SegmentUpdateVariables, SegmentUpdateData>({
  name: 'SegmentUpdate',
  scopes: ['read_customers', 'write_customers'],
  text: `mutation SegmentUpdate($id: ID!, $name: String, $query: String) {
  segmentUpdate(id: $id, name: $name, query: $query) {
    segment { id name query }
    userErrors { field message }
  }
}`,
});

export const segmentDelete = operation<SegmentDeleteVariables, SegmentDeleteData>({
  name: 'SegmentDelete',
  scopes: ['write_customers'],
  text: `mutation SegmentDelete($id: ID!) {
  segmentDelete(id: $id) {
    deletedSegmentId
    userErrors { field message }
  }
}`,
});
