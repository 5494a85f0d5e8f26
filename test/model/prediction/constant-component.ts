import type { Component } from '../../../model/prediction/component';

/** A component that gives the same probabilities whatever it has read. */
export function constantComponent(name: Component['name'], probabilities: readonly number[]): Component {
  let length = 0;
  return {
    name,
    get length() {
      return length;
    },
    advance: () => void length++,
    truncate(to) {
      length = to;
    },
    probabilities: (out) => out.set(probabilities),
  };
}
