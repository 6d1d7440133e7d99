/** Snapshots under the heading of Jest 27: with another, it takes a file for outdated. */
import { VitestSnapshotEnvironment } from 'vitest/runtime';

export default Object.assign(new VitestSnapshotEnvironment(), {
  getHeader: () => '// Jest Snapshot v1, https://goo.gl/fbAQLP',
});
