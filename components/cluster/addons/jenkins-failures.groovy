import groovy.json.JsonOutput
import hudson.model.Result
import hudson.model.Run
import hudson.model.TaskListener
import hudson.model.listeners.RunListener

/** The last lines of a log that say what went wrong; without one, the last line. */
String reasonOf(Run run) {
  def lines = run.getLog(200).findAll { !it.startsWith('[Pipeline]') && it.trim() }
  def wrong = lines.findAll { it =~ /(?i)\b(error|exception|fatal|failed|failure)\b/ }
  return (wrong ?: lines).takeRight(3).join('\n').take(1000)
}

void tellSlack(String text) {
  def webhook = System.getenv('SLACK_WEBHOOK')
  if (!webhook) return
  def connection = new URL(webhook).openConnection()
  connection.connectTimeout = 5000
  connection.readTimeout = 5000
  connection.requestMethod = 'POST'
  connection.doOutput = true
  connection.setRequestProperty('Content-Type', 'application/json')
  connection.outputStream.withWriter('UTF-8') { it << JsonOutput.toJson([text: text]) }
  if (connection.responseCode >= 300) throw new IOException("Slack answered ${connection.responseCode}")
}

def tell = { Run run ->
  def reason = reasonOf(run)
  run.setDescription(reason)
  tellSlack("*${run.fullDisplayName}* ${run.result}\n${run.absoluteUrl}\n```${reason}```")
}

RunListener.all().add(new RunListener<Run>(Run) {
  @Override
  void onCompleted(Run run, TaskListener listener) {
    if (run.result == null || run.result == Result.SUCCESS) return
    try {
      tell(run)
    } catch (Exception problem) {
      listener.error("The reason was not told: ${problem.message}")
    }
  }
})
