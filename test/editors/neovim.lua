-- Run by editors.test.ts after the documented lines, with draft.md as the file: what Inkling answers there, one JSON object a line.
local function say(what) io.stdout:write(vim.json.encode(what) .. '\n') end
local function ask(method, params)
  local answer
  vim.lsp.buf_request_all(0, method, params, function(results)
    for _, each in pairs(results) do answer = each.error or each.result end
    answer = answer or {}
  end)
  vim.wait(20000, function() return answer ~= nil end, 20)
  return answer
end

vim.cmd('edit draft.md')
vim.wait(20000, function() return #vim.lsp.buf_get_clients(0) > 0 end, 20)
vim.api.nvim_win_set_cursor(0, { 1, #vim.api.nvim_get_current_line() })
vim.cmd('startinsert!')
local position = { line = 0, character = #vim.api.nvim_get_current_line() }
local where = { textDocument = vim.lsp.util.make_text_document_params(), position = position }
local function until_some(method, params, count)
  local answer
  vim.wait(40000, function() answer = ask(method, params); return count(answer) > 0 end, 200)
  return answer
end

local list = until_some('textDocument/completion', where, function(answer) return #(answer.items or {}) end)
say({ completion = list.items[1].label })
local inline = vim.tbl_extend('force', where, { context = { triggerKind = 1 } })
local ghost = until_some('textDocument/inlineCompletion', inline, function(answer) return #(answer.items or answer) end)
say({ inline = (ghost.items or ghost)[1].insertText })
local before = ask('workspace/executeCommand', { command = 'inkling.status' })
vim.cmd('InklingRetrain')
local trained = vim.wait(40000, function()
  return ask('workspace/executeCommand', { command = 'inkling.status' }).state ~= before.state
end, 100)
say({ before = before.state, retrained = trained })
vim.cmd('qall!')
