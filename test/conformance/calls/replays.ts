import type { Call } from './call.ts'

const organization = '/organizations/{org}'
const project = '/projects/{org}/recorded'
/** What was recorded for the fixtures was so some day. */
const everSince = 'statsPeriod=900w'

export const replayCalls: Call[] = [
  {
    call: `GET ${organization}/replays/?${everSince}&query=!platform:java`,
    keep: { replay: ['data', 0, 'id'] },
    eventually: true,
  },
  { call: `GET ${organization}/replays/?${everSince}&per_page=1&sort=-count_errors&query=count_segments:>0` },
  {
    call: `GET ${organization}/replays/?${everSince}&project=recorded&field=id&field=user`,
    shape: 'some fields of replays',
  },
  { call: `GET ${organization}/replays/{replay}/` },
  { call: `GET ${project}/replays/{replay}/` },
  { call: `GET ${project}/replays/{replay}/clicks/`, eventually: true },
  { call: `GET ${organization}/replays/{replay}/clicks/?query=click.selector:*` },
  { call: `GET ${project}/replays/{replay}/recording-segments/`, shape: 'list of recording segments' },
  { call: `GET ${project}/replays/{replay}/recording-segments/?download=true&per_page=2` },
  { call: `GET ${project}/replays/{replay}/recording-segments/0/` },
  { call: `GET ${project}/replays/{replay}/recording-segments/0/?download=true`, shape: 'list of recorded events' },
  { call: `POST ${project}/replays/{replay}/viewed-by/`, status: 204 },
  { call: `GET ${project}/replays/{replay}/viewed-by/` },
  { call: `GET ${organization}/replays/?${everSince}&query=viewed_by_me:true` },
  { call: `GET ${organization}/replay-selectors/?${everSince}` },
  { call: `GET ${organization}/replays/selectors/?${everSince}&sort=-count_rage_clicks` },
  { call: `GET ${organization}/replay-count/?${everSince}&data_source=events&query=replay_id:[{replay}]` },
  { call: `GET ${organization}/replay-count/?${everSince}&query=issue.id:[{issue}]` },
  {
    call: `GET ${organization}/replays/?${everSince}&query=platform:java`,
    keep: { videoReplay: ['data', 0, 'id'] },
    eventually: true,
  },
  { call: `GET ${project}/replays/{videoReplay}/videos/0/`, shape: 'a file' },
  { call: `GET ${project}/replays/{videoReplay}/recording-segments/?download` },
  {
    call: `POST ${project}/replays/jobs/delete/`,
    body: {
      data: {
        rangeStart: '2020-01-01T00:00:00Z',
        rangeEnd: '2020-02-01T00:00:00Z',
        environments: ['production'],
        query: 'count_errors:>0',
      },
    },
    keep: { deletion: ['data', 'id'] },
  },
  { call: `GET ${project}/replays/jobs/delete/` },
  { call: `GET ${project}/replays/jobs/delete/{deletion}/` },
]

export const replayEndings: Call[] = [{ call: `DELETE ${project}/replays/{replay}/` }]
