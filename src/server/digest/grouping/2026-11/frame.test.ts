import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../../protocol/event.ts'
import { failure, share, app } from '../samples.ts'

describe('frames by platform', () => {
  const one = (frame: Frame, platform: string) => failure([{ in_app: true, ...frame }], {}, { platform })
  test.each<[string, Frame, Frame, string, boolean]>([
    ['basename, any case', { filename: '/a/Foo.py' }, { filename: 'C:\\b\\foo.py' }, 'python', true],
    ['module before filename', { module: 'm', filename: 'a' }, { module: 'm', filename: 'b' }, 'python', true],
    [
      'context line, spaces squeezed',
      { filename: 'a', context_line: '  x =  1' },
      { filename: 'a', context_line: 'x = 1' },
      'python',
      true,
    ],
    [
      'context line counts',
      { filename: 'a', context_line: 'x' },
      { filename: 'a', context_line: 'y' },
      'python',
      false,
    ],
    [
      'context line of platforms that guess does not',
      { filename: 'a', context_line: 'x' },
      { filename: 'a', context_line: 'y' },
      'java',
      true,
    ],
    [
      'long context line does not',
      { filename: 'a', context_line: 'x'.repeat(121) },
      { filename: 'a', context_line: 'y'.repeat(121) },
      'python',
      true,
    ],
    [
      'multiprocessing',
      { filename: 'a', context_line: 'spawn_main(tracker_fd=5, pipe_handle=7)' },
      { filename: 'a', context_line: 'spawn_main(tracker_fd=6, pipe_handle=9)' },
      'python',
      true,
    ],
    [
      'java method accessors',
      { module: 'sun.reflect.GeneratedMethodAccessor1' },
      { module: 'sun.reflect.GeneratedMethodAccessor2' },
      'java',
      true,
    ],
    [
      'java constructor accessors',
      { module: 'sun.reflect.GeneratedConstructorAccessor1' },
      { module: 'sun.reflect.GeneratedConstructorAccessor2' },
      'java',
      true,
    ],
    [
      'java lambdas',
      { module: 'a.B$$Lambda$40/167', function: 'x' },
      { module: 'a.B$$Lambda$41/168', function: 'x' },
      'java',
      true,
    ],
    [
      'java lambda functions',
      { module: 'a.B', function: 'lambda$foo$1' },
      { module: 'a.B', function: 'lambda$foo$2' },
      'java',
      true,
    ],
    [
      'CGLIB',
      { module: 'a.B$$EnhancerBySpringCGLIB$$1ebd' },
      { module: 'a.B$$EnhancerBySpringCGLIB$$2ebd' },
      'java',
      true,
    ],
    [
      'guice',
      { module: 'a.B$$EnhancerByGuice$$ae46b1bf$$FastClassByGuice$$caceacd2' },
      { module: 'a.B$$EnhancerByGuice$$1246b1bf$$FastClassByGuice$$c1ceacd2' },
      'java',
      true,
    ],
    [
      'guice, single dollars',
      { module: 'a.B$EnhancerByGuice$ae46b1bf$FastClassByGuice$caceacd2' },
      { module: 'a.B$EnhancerByGuice$1246b1bf$FastClassByGuice$c1ceacd2' },
      'java',
      true,
    ],
    [
      'hibernate',
      { module: 'a.User$HibernateProxy$oRWxjAWT' },
      { module: 'a.User$HibernateProxy$xxWxjAWT' },
      'java',
      true,
    ],
    ['javassist', { module: 'a.B_$$_javassist_seam_74' }, { module: 'a.B_$$_javassist_75' }, 'java', true],
    [
      'javassist files',
      { filename: 'B_$$_javassist_seam_74.java' },
      { filename: 'B_$$_javassist_seam_1.java' },
      'java',
      true,
    ],
    ['clojure', { module: 'my.mod$fn__12345' }, { module: 'my.mod$fn__12346' }, 'java', true],
    ['other java classes', { module: 'a.B$C' }, { module: 'a.B$D' }, 'java', false],
    [
      'ruby blocks',
      { filename: 'a', function: 'block in foo' },
      { filename: 'a', function: 'block (2 levels) in bar' },
      'ruby',
      true,
    ],
    [
      'ruby templates',
      { filename: 'a', function: '_x_erb__3327151541118998292_70361296749460' },
      { filename: 'a', function: '_x_erb__123456_7890' },
      'ruby',
      true,
    ],
    ['php anonymous', { filename: 'a', function: '[Anonymous function]' }, { filename: 'a' }, 'php', true],
    [
      'php anonymous class',
      { filename: 'a', function: 'class@anonymous\0/x.php:1$0::foo' },
      { filename: 'a', function: 'class@anonymous\0/y.php:2$1::foo' },
      'php',
      true,
    ],
    [
      'js last part of the name',
      { filename: 'a', function: 'Object.foo' },
      { filename: 'a', function: 'Foo.prototype.foo' },
      'javascript',
      true,
    ],
    [
      'js nameless',
      { filename: 'a', function: '<anonymous>' },
      { filename: 'a', function: 'foo/<' },
      'javascript',
      true,
    ],
    [
      'js address',
      { filename: '/a.js', abs_path: 'https://x/a.js', function: 'f' },
      { filename: '/b.js', abs_path: 'https://x/b.js', function: 'f' },
      'javascript',
      true,
    ],
    [
      'js blob',
      { filename: '/a.js', abs_path: 'blob:https://x/a', function: 'f' },
      { filename: '/b.js', abs_path: 'blob:https://x/b', function: 'f' },
      'javascript',
      true,
    ],
    [
      'js page as module',
      { module: 'foo/bar', abs_path: 'https://x/foo/bar', function: 'f' },
      { abs_path: 'https://x/foo/baz', module: 'foo/baz', function: 'f' },
      'javascript',
      true,
    ],
    [
      'js source-mapped name',
      { filename: 'a', function: 'f', context_line: 'x', data: { sourcemap: 'm' } },
      { filename: 'a', function: 'g', context_line: 'x', data: { sourcemap: 'm' } },
      'javascript',
      true,
    ],
    [
      'js name without source map',
      { filename: 'a', function: 'f', context_line: 'x' },
      { filename: 'a', function: 'g', context_line: 'x' },
      'javascript',
      false,
    ],
    [
      'native unknown',
      { package: 'p', filename: 'a', function: '<unknown>' },
      { filename: 'a', function: '<redacted>' },
      'native',
      true,
    ],
    ['native arguments', { function: 'foo::bar(int)' }, { function: 'void foo::bar(char)' }, 'native', true],
    [
      'native raw name is trimmed already',
      { function: 'f(int)', raw_function: 'f(int)' },
      { function: 'f' },
      'native',
      false,
    ],
    [
      'csharp prefers the raw name',
      { filename: 'a', function: 'Foo', raw_function: 'Foo (int)' },
      { filename: 'a', function: 'Foo', raw_function: 'Foo (string)' },
      'csharp',
      false,
    ],
    [
      'python keeps odd names',
      { filename: 'a', function: '<lambda>' },
      { filename: 'a', function: '<module>' },
      'python',
      false,
    ],
  ])('%s', (_name, a, b, platform, expected) => {
    expect(share(one(a, platform), one(b, platform))).toBe(expected)
  })

  test('the platform of the frame goes before that of the event', () => {
    const frame = { in_app: true, filename: 'a', function: 'Object.foo' }
    expect(share(failure([{ ...frame, platform: 'javascript' }]), failure([{ ...frame, function: 'foo' }]))).toBe(true)
    expect(share(failure([frame]), failure([{ ...frame, function: 'foo' }]))).toBe(false)
  })

  test('frames of the engine are noise', () => {
    const stack = (noise: Frame[]) => failure([app('a'), ...noise, app('b')], {}, { platform: 'javascript' })
    for (const abs_path of ['[native code]', 'native code', 'eval code', '<anonymous>']) {
      expect(share(stack([]), stack([{ function: 'map', abs_path, filename: abs_path, in_app: true }]))).toBe(true)
    }
    expect(share(stack([]), stack([app('eval')]))).toBe(true)
    expect(share(stack([]), stack([app('evaluate')]))).toBe(false)
  })

  test('a single frame of a page without a function says nothing', () => {
    const lone = (path: string, value: string) =>
      failure(
        [{ abs_path: path, filename: '/x', context_line: 'a', in_app: true }],
        { value },
        { platform: 'javascript' },
      )
    expect(share(lone('https://x/y', 'one'), lone('https://x/z', 'other'))).toBe(false)
    expect(share(lone('https://x/y', 'one'), lone('https://x/z', 'one'))).toBe(true)
    expect(share(lone('app.js', 'one'), lone('app.js', 'other'))).toBe(true)
  })
})
