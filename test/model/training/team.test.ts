import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { allocateTeamMemory, joinTeam, type Order } from '../../../model/training/team';

describe('a team of training threads', () => {
  it('receives the orders that its leader sends', () => {
    const memory = allocateTeamMemory(2);
    const [leader, follower] = [joinTeam(memory, 0, 2), joinTeam(memory, 1, 2)];
    const orders: Order[] = [
      { kind: 'step', block: 7, argument: 0.25 },
      { kind: 'measure', block: 8, argument: 4000 },
      { kind: 'settle', block: 8, argument: 0 },
      { kind: 'dismiss', block: 2 ** 40, argument: 0 },
    ];
    for (const order of orders) {
      leader.send(order);
      assert.deepEqual(follower.receive(), order);
    }
  });

  it('adds up what each thread contributed, each sum by itself', () => {
    const memory = allocateTeamMemory(3);
    const team = [0, 1, 2].map((rank) => joinTeam(memory, rank, 3));
    const sums = ['loss', 'squares', 'tokens', 'top1', 'top3'] as const;
    team.forEach((member, rank) => {
      sums.forEach((sum, index) => {
        member.contribute(sum, 10 ** index * (rank + 1));
      });
    });
    team[2]!.send({ kind: 'step', block: 1e6, argument: 1e6 });
    for (const [index, sum] of sums.entries()) assert.equal(team[1]!.total(sum), 6 * 10 ** index);
  });

  it('of one thread never waits', () => {
    const alone = joinTeam(allocateTeamMemory(1), 0, 1);
    for (let round = 0; round < 3; round++) alone.meet();
  });

  it('goes from round to round together', async () => {
    const rounds = 200;
    const memory = allocateTeamMemory(2);
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const source = `
      require('tsx/cjs');
      const { joinTeam } = require(${JSON.stringify(require.resolve('../../../model/training/team'))});
      const { memory, counter } = require('node:worker_threads').workerData;
      const team = joinTeam(memory, 1, 2);
      for (let round = 0; round < ${rounds}; round++) {
        team.meet();
        Atomics.add(counter, 0, 1);
        team.meet();
      }`;
    const worker = new Worker(source, { eval: true, workerData: { memory, counter } });
    const team = joinTeam(memory, 0, 2);
    for (let round = 1; round <= rounds; round++) {
      team.meet();
      team.meet();
      assert.equal(Atomics.load(counter, 0), round);
    }
    await worker.terminate();
  });
});
