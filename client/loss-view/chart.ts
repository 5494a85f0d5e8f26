import uPlot from 'uplot';
import type { LossHistory } from '../../server/protocol';
import type { LossViewTexts, PastRun } from './messages';
import { type Line, linesOf } from './series';

const HEIGHT = 300;

/** A live line chart of the loss, coloured by the theme, walked through with the arrow keys. */
export class LossChart {
  private plot: uPlot | undefined;
  private times: number[] = [];
  private lines: Line[] = [];
  private texts: LossViewTexts | undefined;

  /** `announce` is told, in words, which point the keyboard has reached. */
  constructor(
    private readonly place: HTMLElement,
    private readonly announce: (text: string) => void,
  ) {
    place.tabIndex = 0;
    place.setAttribute('role', 'img');
    place.addEventListener('keydown', (event) => this.walk(event));
    new ResizeObserver(() => this.plot?.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
    // VS Code changes the body's class with the theme; the canvas has to be drawn anew in its colours.
    new MutationObserver(() => this.draw()).observe(document.body, { attributeFilter: ['class'] });
  }

  update(history: LossHistory, runs: readonly PastRun[], texts: LossViewTexts): void {
    const labels = this.lines.map(({ label }) => label).join('\n');
    const { times, lines } = linesOf(history, runs, texts);
    this.times = times;
    this.lines = lines;
    this.texts = texts;
    this.place.setAttribute('aria-label', texts.chart);
    if (this.plot && labels === lines.map(({ label }) => label).join('\n')) this.plot.setData(this.data());
    else this.draw();
  }

  /** The chart as a PNG, base64, on the theme's own background. Undefined before there is one. */
  picture(): string | undefined {
    const drawn = this.plot?.ctx.canvas;
    if (!drawn) return undefined;
    const canvas = document.createElement('canvas');
    canvas.width = drawn.width;
    canvas.height = drawn.height;
    const context = canvas.getContext('2d')!; // a canvas that is new has one
    context.fillStyle = color('--vscode-editor-background');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawn, 0, 0);
    return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
  }

  private draw(): void {
    const { texts } = this;
    if (!texts) return;
    this.plot?.destroy();
    const foreground = color('--vscode-foreground');
    // A hint of the text's colour: a theme's borders are as strong as its lines where contrast is high.
    const grid = { stroke: `color-mix(in srgb, ${foreground} 14%, transparent)`, width: 1 };
    const axis = { stroke: foreground, grid, ticks: grid };
    this.plot = new uPlot(
      {
        width: this.place.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false } },
        axes: [
          { ...axis, label: texts.time },
          { ...axis, size: 44 },
        ],
        series: [
          { label: texts.time, value: (_, value: number | null) => value?.toFixed(1) ?? '–' },
          ...this.lines.map(
            (line, index): uPlot.Series => ({
              label: line.label,
              stroke: color(line.color),
              width: line.width,
              dash: line.dash ? [...line.dash] : undefined,
              spanGaps: true,
              points: { show: line.hasPoints },
              value: (_, __, ___, at) => (at === null ? '' : (this.lines[index]?.describe(at) ?? '')),
            }),
          ),
        ],
      },
      this.data(),
      this.place,
    );
  }

  private data(): uPlot.AlignedData {
    return [this.times, ...this.lines.map(({ values }) => [...values])];
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    const { plot, texts, times } = this;
    if (step === undefined || !plot || !texts || times.length === 0) return;
    event.preventDefault();
    const last = times.length - 1;
    const index = Math.max(0, Math.min(last, (plot.cursor.idx ?? last) + step));
    const value = this.lines.map(({ values }) => values[index]).find((each) => typeof each === 'number');
    plot.setCursor({ left: plot.valToPos(times[index]!, 'x'), top: plot.valToPos(value ?? 0, 'y') });
    const said = this.lines
      .map((line) => `${line.label} ${line.describe(index)}`)
      .filter((each) => !each.endsWith('–'));
    this.announce(`${texts.time} ${times[index]!.toFixed(1)}, ${said.join(', ')}`);
  }
}

function color(variable: string): string {
  return getComputedStyle(document.body).getPropertyValue(variable).trim() || 'currentColor';
}
