/** Which option of an SDK makes it send sessions. */
export function SessionAdvice() {
  return (
    <dl className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-left text-12">
      <dt className="text-text-3">Browser, React, Vue …</dt>
      <dd>
        on by itself; <code>browserSessionIntegration()</code> where integrations are listed by hand
      </dd>
      <dt className="text-text-3">Node.js</dt>
      <dd>
        on by itself; <code>httpIntegration(&#123; trackIncomingRequestsAsSessions: true &#125;)</code>
      </dd>
      <dt className="text-text-3">Python</dt>
      <dd>
        <code>auto_session_tracking=True</code>, the default
      </dd>
      <dt className="text-text-3">Android, iOS, Flutter</dt>
      <dd>
        <code>enableAutoSessionTracking</code>, on by itself
      </dd>
      <dt className="text-text-3">.NET, Rust</dt>
      <dd>
        <code>AutoSessionTracking</code>, <code>auto_session_tracking</code>: to be switched on
      </dd>
    </dl>
  )
}
