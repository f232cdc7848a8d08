-- wrk: one page with one cookie, again and again.
function init(args)
  headers = { ["Accept"] = "text/html", ["Accept-Encoding"] = "br", ["Cookie"] = args[1] or "" }
end
function request()
  return wrk.format("GET", wrk.path, headers)
end
function done(summary, latency)
  io.write(string.format("\nFIGURES %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status))
end
