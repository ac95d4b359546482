import { install, type Platform } from './types.ts'

const pythonProof = {
  title: 'Prove it',
  language: 'python',
  code: `1 / 0`,
}

export const scriptingPlatforms: Platform[] = [
  {
    id: 'node',
    name: 'Node.js',
    group: 'Server',
    snippets: (dsn) => [
      install('npm install @sentry/node'),
      {
        title: 'instrument.mjs, loaded before everything else: node --import ./instrument.mjs app.mjs',
        language: 'javascript',
        code: `import * as Sentry from '@sentry/node'

Sentry.init({
  dsn: '${dsn}',
  release: 'my-service@1.0.0',
  environment: 'production',
})`,
      },
      {
        title: 'Prove it',
        language: 'javascript',
        code: `setTimeout(() => {\n  throw new Error('Lapwing hears me')\n}, 100)`,
      },
    ],
  },
  {
    id: 'python',
    name: 'Python',
    group: 'Server',
    snippets: (dsn) => [
      install('pip install sentry-sdk'),
      {
        title: 'Where your program starts',
        language: 'python',
        code: `import sentry_sdk

sentry_sdk.init(
    dsn="${dsn}",
    release="my-app@1.0.0",
    environment="production",
)`,
      },
      pythonProof,
    ],
  },
  {
    id: 'python-django',
    name: 'Django',
    group: 'Server',
    snippets: (dsn) => [
      install('pip install "sentry-sdk[django]"'),
      {
        title: 'settings.py',
        language: 'python',
        code: `import sentry_sdk

sentry_sdk.init(
    dsn="${dsn}",
    # Adds the signed-in user and request headers to events.
    send_default_pii=True,
)`,
      },
      {
        title: 'Prove it: urls.py',
        language: 'python',
        code: `from django.urls import path

urlpatterns += [path("broken/", lambda request: 1 / 0)]`,
      },
    ],
  },
  {
    id: 'python-flask',
    name: 'Flask',
    group: 'Server',
    snippets: (dsn) => [
      install('pip install "sentry-sdk[flask]"'),
      {
        title: 'Before the app is made',
        language: 'python',
        code: `import sentry_sdk
from flask import Flask

sentry_sdk.init(dsn="${dsn}")

app = Flask(__name__)`,
      },
      { title: 'Prove it', language: 'python', code: `@app.route("/broken")\ndef broken():\n    return str(1 / 0)` },
    ],
  },
  {
    id: 'python-fastapi',
    name: 'FastAPI',
    group: 'Server',
    snippets: (dsn) => [
      install('pip install "sentry-sdk[fastapi]"'),
      {
        title: 'Before the app is made',
        language: 'python',
        code: `import sentry_sdk
from fastapi import FastAPI

sentry_sdk.init(dsn="${dsn}")

app = FastAPI()`,
      },
      { title: 'Prove it', language: 'python', code: `@app.get("/broken")\nasync def broken():\n    return 1 / 0` },
    ],
  },
  {
    id: 'php',
    name: 'PHP',
    group: 'Server',
    snippets: (dsn) => [
      install('composer require sentry/sentry'),
      {
        title: 'Where your program starts',
        language: 'php',
        code: `<?php

require __DIR__ . '/vendor/autoload.php';

\\Sentry\\init(['dsn' => '${dsn}']);`,
      },
      { title: 'Prove it', language: 'php', code: `<?php\n\nthrow new RuntimeException('Lapwing hears me');` },
    ],
  },
  {
    id: 'php-laravel',
    name: 'Laravel',
    group: 'Server',
    snippets: (dsn) => [
      install('composer require sentry/sentry-laravel'),
      {
        title: 'bootstrap/app.php',
        language: 'php',
        code: `<?php

use Illuminate\\Foundation\\Application;
use Illuminate\\Foundation\\Configuration\\Exceptions;
use Sentry\\Laravel\\Integration;

return Application::configure(basePath: dirname(__DIR__))
    ->withExceptions(function (Exceptions $exceptions) {
        Integration::handles($exceptions);
    })
    ->create();`,
      },
      { title: '.env', language: 'text', code: `SENTRY_LARAVEL_DSN=${dsn}` },
      { title: 'Prove it', language: 'bash', code: 'php artisan sentry:test' },
    ],
  },
  {
    id: 'ruby',
    name: 'Ruby',
    group: 'Server',
    snippets: (dsn) => [
      install('bundle add sentry-ruby'),
      {
        title: 'Where your program starts',
        language: 'ruby',
        code: `require 'sentry-ruby'

Sentry.init do |config|
  config.dsn = '${dsn}'
end`,
      },
      {
        title: 'Prove it',
        language: 'ruby',
        code: `begin\n  1 / 0\nrescue ZeroDivisionError => error\n  Sentry.capture_exception(error)\nend`,
      },
    ],
  },
  {
    id: 'ruby-rails',
    name: 'Rails',
    group: 'Server',
    snippets: (dsn) => [
      install('bundle add sentry-ruby sentry-rails'),
      {
        title: 'config/initializers/sentry.rb',
        language: 'ruby',
        code: `Sentry.init do |config|
  config.dsn = '${dsn}'
  config.breadcrumbs_logger = [:active_support_logger, :http_logger]
end`,
      },
      { title: 'Prove it: in bin/rails console', language: 'ruby', code: `Sentry.capture_message('Lapwing hears me')` },
    ],
  },
]
