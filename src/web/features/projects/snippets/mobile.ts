import { install, type Platform } from './types.ts'

export const mobilePlatforms: Platform[] = [
  {
    id: 'android',
    name: 'Android (Kotlin)',
    group: 'Mobile and desktop',
    snippets: (dsn) => [
      {
        title: 'app/build.gradle.kts',
        language: 'kotlin',
        code: `dependencies {\n    implementation("io.sentry:sentry-android:8.+")\n}`,
      },
      {
        title: 'AndroidManifest.xml, inside <application>',
        language: 'xml',
        code: `<meta-data android:name="io.sentry.dsn" android:value="${dsn}" />`,
      },
      {
        title: 'Prove it: in an activity',
        language: 'kotlin',
        code: `import io.sentry.Sentry

Sentry.captureException(IllegalStateException("Lapwing hears me"))`,
      },
    ],
  },
  {
    id: 'apple-ios',
    name: 'iOS (Swift)',
    group: 'Mobile and desktop',
    snippets: (dsn) => [
      { title: 'Swift package', language: 'text', code: 'https://github.com/getsentry/sentry-cocoa' },
      {
        title: 'App.swift',
        language: 'swift',
        code: `import Sentry
import SwiftUI

@main
struct MyApp: App {
    init() {
        SentrySDK.start { options in
            options.dsn = "${dsn}"
        }
    }

    var body: some Scene {
        WindowGroup { ContentView() }
    }
}`,
      },
      { title: 'Prove it', language: 'swift', code: `SentrySDK.capture(message: "Lapwing hears me")` },
    ],
  },
  {
    id: 'flutter',
    name: 'Flutter',
    group: 'Mobile and desktop',
    snippets: (dsn) => [
      install('flutter pub add sentry_flutter'),
      {
        title: 'lib/main.dart',
        language: 'dart',
        code: `import 'package:flutter/widgets.dart';
import 'package:sentry_flutter/sentry_flutter.dart';

Future<void> main() async {
  await SentryFlutter.init(
    (options) => options.dsn = '${dsn}',
    appRunner: () => runApp(const MyApp()),
  );
}`,
      },
      { title: 'Prove it: in a tap handler', language: 'dart', code: `throw StateError('Lapwing hears me');` },
    ],
  },
  {
    id: 'react-native',
    name: 'React Native',
    group: 'Mobile and desktop',
    snippets: (dsn) => [
      install('npm install @sentry/react-native\ncd ios && pod install'),
      {
        title: 'App.tsx',
        language: 'tsx',
        code: `import * as Sentry from '@sentry/react-native'

Sentry.init({ dsn: '${dsn}' })

export default Sentry.wrap(App)`,
      },
      {
        title: 'Prove it',
        language: 'tsx',
        code: `<Button title="Break it" onPress={() => { throw new Error('Lapwing hears me') }} />`,
      },
    ],
  },
]
