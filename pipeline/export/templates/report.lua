-- HTML of the report → typst: classes "t-NAME" become calls of the functions in report.typ, "man-hinh" is screen only.
local function wanted(el)
  for _, class in ipairs(el.classes) do
    local name = class:match("^t%-(.+)$")
    if name then return name end
  end
end

local function typst(text) return pandoc.RawBlock("typst", text) end

function Span(el)
  if el.classes:includes("man-hinh") then return {} end
  local name = wanted(el)
  if name then
    local inlines = pandoc.Inlines({ pandoc.RawInline("typst", "#" .. name .. "[") })
    inlines:extend(el.content)
    inlines:insert(pandoc.RawInline("typst", "]"))
    return inlines
  end
  return el.content
end

-- A link inside the page: its words alone.
function Link(el)
  if el.target:sub(1, 1) == "#" then return el.content end
end

local function only_divs(blocks)
  for _, block in ipairs(blocks) do
    if block.t ~= "Div" then return false end
  end
  return #blocks > 0
end

function Div(el)
  if el.classes:includes("man-hinh") then return {} end
  local name = wanted(el)
  if not name then return nil end
  local parts = only_divs(el.content) and el.content or { el }
  local blocks = pandoc.Blocks({ typst("#" .. name) })
  for _, part in ipairs(parts) do
    blocks[#blocks].text = blocks[#blocks].text .. "["
    blocks:extend(part.content)
    blocks:insert(typst("]"))
  end
  return blocks
end

-- pandoc's typst writer drops alternative texts; a figure is written here so that readers of the PDF hear them.
function Figure(el)
  local image
  el:walk({ Image = function(found) image = found end })
  if not image then return nil end
  local caption = pandoc.write(pandoc.Pandoc(el.caption.long), "typst"):gsub("%s+$", "")
  local tall = tonumber(image.attributes.height) / tonumber(image.attributes.width)
  local width = tall > 1.4 and string.format("%.1f%%", 140 / tall) or "100%"
  local alt = pandoc.utils.stringify(image.caption):gsub("\\", "\\\\"):gsub('"', '\\"')
  return typst(string.format('#figure(image("%s", width: %s, alt: "%s"), caption: [%s])', image.src, width, alt, caption))
end

local function bold(cell)
  cell.contents = cell.contents:walk({ Plain = function(p) return pandoc.Plain({ pandoc.Strong(p.content) }) end })
end

local function dress(rows, heavy)
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do
      local class = cell.attr.classes[1]
      cell.alignment = class == "so" and "AlignRight" or class == "nhom" and "AlignCenter" or "AlignLeft"
      if heavy or row.attr.classes:includes("co-so") or row.attr.classes:includes("tieu-muc") then bold(cell) end
      cell.attr = pandoc.Attr()
    end
  end
end

-- A long word that is wider than its column may break anywhere: beyond its cell it would lie over its neighbours. A column
-- of the whole width holds about 76 letters of the table's 11 points; a capital is as wide as a letter and a half.
local LONG = 8
local function broken(width)
  return { Str = function(word)
    local text, size = word.text, 0
    if pandoc.text.lower(text) == pandoc.text.upper(text) or text:find("\u{a0}") then return nil end
    for _, letter in utf8.codes(text) do
      local one = utf8.char(letter)
      size = size + (pandoc.text.lower(one) ~= one and 1.5 or 1)
    end
    if utf8.len(text) < LONG or size < 76 * width - 1.5 then return nil end
    return pandoc.Str((text:gsub(utf8.charpattern, "%0\u{200b}")))
  end }
end

local function fit(rows, widths)
  local taken = {}
  for at, row in ipairs(rows) do
    local column = 1
    for _, cell in ipairs(row.cells) do
      while (taken[column] or 0) >= at do column = column + 1 end
      local width = 0
      for _ = 1, cell.col_span do
        width = width + (widths[column] or 1)
        taken[column] = at + cell.row_span - 1
        column = column + 1
      end
      cell.contents = cell.contents:walk(broken(width))
    end
  end
end

function Table(el)
  local widths = {}
  for n, spec in ipairs(el.colspecs) do widths[n] = spec[2] or 1 / #el.colspecs end
  fit(el.head.rows, widths)
  for _, body in ipairs(el.bodies) do fit(body.body, widths) end
  dress(el.head.rows, true)
  for _, body in ipairs(el.bodies) do
    dress(body.head, true)
    dress(body.body, false)
  end
  return el
end
