import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trimFunctionName } from './function-name.ts'

describe('trimFunctionName', () => {
  test.each([
    ['main', 'main'],
    ['<redacted>', '<redacted>'],
    ['+[foo:(bar)]', '+[foo:(bar)]'],
    ['-[UIView layoutSubviews]', '-[UIView layoutSubviews]'],
    ['[foo bar](void)', '[foo bar](void)'],
    ['int main()', 'main'],
    ['void foo::bar(int, char const*)', 'foo::bar'],
    ['foo::bar(int) const', 'foo::bar'],
    ['unsigned long foo::bar<int>(std::vector<int> const&)', 'foo::bar<T>'],
    ['(anonymous namespace)::foo(int)', '(anonymous namespace)::foo'],
    ["`anonymous namespace'::foo(int)", "`anonymous namespace'::foo"],
    ['foo::operator()(int)', 'foo::operator()'],
    ['foo::operator<<(int)', 'foo::operator<<'],
    ['foo::operator<(int)', 'foo::operator<'],
    ['foo::operator->()', 'foo::operator->'],
    ['std::basic_ostream<T>& operator<< <std::char_traits<char> >(int)', 'operator<< <T>'],
    ['<lambda_5db80dab47756d3e72c2dcd38b80b1dd>::operator()', '<lambda>::operator()'],
    ['foo::{lambda(int)#1}::operator()', 'foo::lambda::operator()'],
    ['main::$_0::operator()', 'main::lambda::operator()'],
    ['?A0x12345678::foo(int)', "`anonymous namespace'::foo"],
    ['foo() [clone .cold.1]', 'foo'],
    ['<actix::actor::Foo as actix::Handler<M>>::handle', 'actix::actor::Foo::handle'],
    ['<T as core::convert::Into<U>>::into', 'core::convert::Into<T>::into'],
    ['std::panicking::try::h72cb0fef6e9c0ab1 ', 'std::panicking::try'],
    ['std::rt::lang_start::{{closure}}', 'std::rt::lang_start::{{closure}}'],
    ['memcpy@@GLIBC_2.14', 'memcpy'],
    ['_foo@8', '_foo'],
    ['@foo@8', 'foo'],
  ])('native %s', (name, expected) => {
    expect(trimFunctionName(name, 'native')).toBe(expected)
  })

  test.each([
    ['Foo.bar(x: Swift.Int) -> Swift.String', 'Foo.bar'],
    ['Foo.bar(x: Swift.Int) throws -> Swift.String', 'Foo.bar'],
    ['@objc Foo.bar() -> ()', 'Foo.bar'],
    ['closure #1 (Swift.Int) -> () in Foo.bar() -> ()', 'closure in Foo.bar'],
    ['@callee_guaranteed () -> ()', 'closure'],
    ['variable initialization expression of static Foo.baz : Swift.Int', 'initializer expression of Foo.baz'],
  ])('cocoa %s', (name, expected) => {
    expect(trimFunctionName(name, 'cocoa')).toBe(expected)
  })

  test('csharp loses its arguments, others are left alone', () => {
    expect(trimFunctionName('Foo:Bar (System.Object)', 'csharp')).toBe('Foo:Bar')
    expect(trimFunctionName('foo(bar)', 'python')).toBe('foo(bar)')
    expect(trimFunctionName('foo(bar)', null)).toBe('foo(bar)')
  })

  test('never throws, and never grows a name much', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ' ',
      'a',
      '::',
      ' -> ',
      ' as ',
      'const',
      '&',
      '@1',
      'lambda',
      '$_0',
      'closure',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }),
        fc.constantFrom('native', 'cocoa', 'csharp'),
        (pieces, platform) => {
          const name = pieces.join('')
          expect(trimFunctionName(name, platform).length).toBeLessThanOrEqual(name.length * 3 + 40)
        },
      ),
    )
    const started = performance.now()
    for (const unit of ['<', '(', '<T as ', '&', 'lambda ', '{lambda(', '::h', '@'])
      trimFunctionName(unit.repeat(4096 / unit.length), 'native')
    expect(performance.now() - started).toBeLessThan(500)
  })
})
