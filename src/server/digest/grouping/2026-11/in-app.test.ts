import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../../protocol/event.ts'
import { noRules, group, failure, share, app } from '../samples.ts'

describe('in_app', () => {
  test('is settled on every frame; what a rule changed remembers what the client said', () => {
    const subject = failure([
      { function: 'a', module: 'x' },
      { function: 'b', module: 'x', in_app: true, abs_path: '/x/site-packages/y.py', data: { keep: 1 } },
      { function: 'c', module: 'x', in_app: true },
      { function: 'd', module: 'x' },
    ])
    const settings = { ...noRules, stackTraceRules: 'function:d +app' }
    group(subject, settings)
    const frames = subject.exception?.values[0]?.stacktrace?.frames ?? []
    expect(frames.map((frame) => [frame.in_app, frame.data ?? null])).toEqual([
      [false, null],
      [false, { keep: 1, orig_in_app: 1 }],
      [true, null],
      [true, { orig_in_app: -1 }],
    ])
    const again = structuredClone(subject)
    group(again, settings)
    expect(again).toEqual(subject)
    // Without the rules, back to the client's word.
    group(again, noRules)
    expect(again.exception?.values[0]?.stacktrace?.frames[3]?.in_app).toBe(false)
  })

  test('threads and raw stacks too', () => {
    const subject = failure(
      [app('a')],
      { raw_stacktrace: { frames: [{ function: 'r' }] } },
      { threads: { values: [{ stacktrace: { frames: [{ function: 't' }] } }] } },
    )
    group(subject, noRules)
    expect(subject.exception?.values[0]?.raw_stacktrace?.frames[0]?.in_app).toBe(false)
    expect(subject.threads?.values[0]?.stacktrace?.frames[0]?.in_app).toBe(false)
  })

  test.each<[string, Frame, boolean]>([
    ['python', { abs_path: '/v/lib/python3.12/site-packages/django/x.py' }, false],
    ['python', { abs_path: '/usr/lib/python3.12/json/__init__.py' }, false],
    ['python', { abs_path: '/srv/app/views.py' }, true],
    ['javascript', { abs_path: 'webpack:///./node_modules/react-dom/index.js' }, false],
    ['javascript', { abs_path: 'https://cdn.jsdelivr.net/npm/x.js' }, false],
    ['javascript', { abs_path: 'app:///src/app.js' }, true],
    ['node', { abs_path: 'node:internal/process/task_queues' }, false],
    ['java', { module: 'java.util.concurrent.FutureTask' }, false],
    ['java', { module: 'org.springframework.web.servlet.DispatcherServlet' }, false],
    ['java', { module: 'javafoo.Bar' }, true],
    ['java', { module: 'io.sentry.example.Application' }, true],
    ['php', { abs_path: '/srv/vendor/symfony/x.php' }, false],
    ['ruby', { abs_path: '/usr/local/bundle/gems/rails/x.rb' }, false],
    ['go', { abs_path: '/root/go/pkg/mod/github.com/x/y.go' }, false],
    ['csharp', { module: 'System.Linq.Enumerable' }, false],
    ['csharp', { module: 'Systematic.Foo' }, true],
    ['native', { function: 'std::panicking::try', package: 'x' }, false],
    ['native', { function: 'foo', package: '/usr/lib/libc.so' }, false],
    ['native', { function: 'foo', package: 'C:\\WINDOWS\\system32\\ntdll.dll' }, false],
    ['native', { function: 'foo', package: '/private/var/containers/Bundle/Application/X/App.app/App' }, true],
    ['cocoa', { function: 'foo', package: '/System/Library/Frameworks/UIKit.framework/UIKit' }, false],
  ])('base rules: %s %o', (platform, frame, expected) => {
    const subject = failure([{ ...frame, in_app: true }], {}, { platform })
    group(subject, noRules)
    expect(subject.exception?.values[0]?.stacktrace?.frames[0]?.in_app).toBe(expected)
  })

  test('how a native crash was raised and reported does not count', () => {
    const crash = (...tail: string[]) =>
      failure(
        ['main', 'work', ...tail].map((name) => ({ function: name, in_app: true })),
        {},
        { platform: 'native' },
      )
    expect(share(crash('abort'), crash('abort', '__abort_internal', 'raise'))).toBe(true)
    expect(share(crash('abort'), crash('_sigtramp', 'handler', 'write_report'))).toBe(true)
  })
})
