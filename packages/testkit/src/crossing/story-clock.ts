/** The time of the story, the same on all its chains: what happens later has a later time, wherever it happens. */
export type StoryClock = {
  /** Unix seconds of the next thing that happens. */
  next(): number;
  /** A block has this time, which may be later than what was asked for. */
  saw(time: number): void;
};

/** Seconds from one transaction of the story to the next. */
const PACE = 15;

export function createStoryClock(): StoryClock {
  let now = 0;
  return {
    next: () => {
      now += PACE;
      return now;
    },
    saw: (time) => {
      now = Math.max(now, time);
    },
  };
}
