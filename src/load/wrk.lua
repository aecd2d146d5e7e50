-- Sends the requests of a file, in their order, round and round; each thread sends its share of them.
-- wrk … -s wrk.lua URL -- FILE THREADS MILLISECONDS    the last: a pause before each request
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  thread:set("sent", 0)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local share, pause, at = tonumber(args[2]), tonumber(args[3]), 0
  requests = {}
  for line in file:lines() do
    local request = file:read(tonumber(line))
    if at % share == number then
      requests[#requests + 1] = request
    end
    at = at + 1
  end
  file:close()
  if pause > 0 then
    delay = function()
      return pause
    end
  end
end

function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  local line = string.format(
    "RESULT %d %d %d %d %d",
    summary.requests,
    summary.duration,
    errors.connect + errors.read + errors.write + errors.timeout,
    errors.status,
    latency:percentile(99)
  )
  for _, thread in ipairs(threads) do
    line = line .. " " .. thread:get("sent")
  end
  print(line)
end
