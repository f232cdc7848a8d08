-- wrk: every request is somebody else's check-in. Each thread has its own part of the crowd.
local threads = 0
function setup(thread)
  thread:set("part", threads)
  threads = threads + 1
end
function init(args)
  parts, first, code, origin = tonumber(args[1]), tonumber(args[2]), args[3], args[4]
  at = first + part
  refused = 0
end
function request()
  local n = at
  at = at + parts
  local id = string.format("%012x", n)
  local body = "key=00000000-0000-7000-9000-" .. id .. "&code=" .. code
  return wrk.format("POST", "/api/attendance/check-in", {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept"] = "application/json",
    ["Origin"] = origin,
    ["Cookie"] = "__Host-session=" .. string.format("%043d", n),
  }, body)
end
function response(status)
  if status ~= 200 then refused = refused + 1 end
end
function done(summary, latency)
  io.write(string.format("\nFIGURES %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status))
end
