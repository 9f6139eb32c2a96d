// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <array>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// A definition that a model.py needs where its name is called.
struct PythonDefinition {
  std::string_view name;
  std::string_view source;
};

/// The modules that PyTorch does not have. Images are (n, channels, height, width) in all of them.
inline constexpr std::array python_definitions{
    PythonDefinition{"Reorder", R"(def places(runs):
    """Saddle's places of features in PyTorch's order: runs of images, (pixels, channels)."""
    first, result = 0, []
    for pixels, channels in runs:
        result += [first + p * channels + c for c in range(channels) for p in range(pixels)]
        first += pixels * channels
    return torch.tensor(result)


class Reorder(nn.Module):
    """The same numbers in another order and shape."""

    def __init__(self, before, after, *shape):
        super().__init__()
        self.places, self.shape = places(before).argsort()[places(after)], shape

    def forward(self, x):
        return x.flatten(1)[:, self.places].unflatten(1, self.shape)
)"},
    PythonDefinition{"Fork", R"(class Fork(nn.ModuleList):
    """Every module gets the same input."""

    def __init__(self, *modules):
        super().__init__(modules)

    def forward(self, x):
        return tuple(module(x) for module in self)
)"},
    PythonDefinition{"Parallel", R"(class Parallel(nn.ModuleList):
    """One module for each part of the input."""

    def __init__(self, *modules):
        super().__init__(modules)

    def forward(self, x):
        return tuple(module(part) for module, part in zip(self, x))
)"},
    PythonDefinition{"Residual", R"(class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)
)"},
    PythonDefinition{"Concat", R"(class Concat(nn.Module):
    def forward(self, x):
        return torch.cat(x, 1)
)"},
    PythonDefinition{"Add", R"(class Add(nn.Module):
    def forward(self, x):
        return sum(x[1:], x[0])
)"},
    PythonDefinition{"Select", R"(class Select(nn.Module):
    def __init__(self, part):
        super().__init__()
        self.part = part

    def forward(self, x):
        return x[self.part]
)"},
    PythonDefinition{"Split", R"(class Split(nn.Module):
    """The first features or channels and the others."""

    def __init__(self, first):
        super().__init__()
        self.first = first

    def forward(self, x):
        return x[:, :self.first], x[:, self.first:]
)"},
    PythonDefinition{"LabelPlanes", R"(class LabelPlanes(nn.Module):
    """(image, label): the image with a constant plane for every number of the label."""

    def forward(self, x):
        image, label = x
        return torch.cat([image, label[:, :, None, None].expand(-1, -1, *image.shape[2:])], 1)
)"},
    PythonDefinition{"AddPerChannel", R"(class AddPerChannel(nn.Module):
    """(image, vector): number c of the vector added to channel c."""

    def forward(self, x):
        image, vector = x
        return image + vector[:, :, None, None]
)"},
    PythonDefinition{"RowDot", R"(class RowDot(nn.Module):
    """The inner product of two vectors, sample by sample."""

    def forward(self, x):
        return (x[0] * x[1]).sum(1, keepdim=True)
)"},
    PythonDefinition{"BipolarSigmoid", R"(class BipolarSigmoid(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 2)
)"},
    PythonDefinition{"Maxout", R"(class Maxout(nn.Linear):
    """The largest of several linear maps, per unit."""

    def __init__(self, inputs, units, pieces):
        super().__init__(inputs, pieces * units)
        self.pieces = pieces

    def forward(self, x):
        return super().forward(x).unflatten(1, (self.pieces, -1)).amax(1)
)"},
    PythonDefinition{"weight_norm", R"(def weight_norm(layer):
    """The layer with the weight g v / |v|, |v| the length of each output's weights."""
    layer.weight_v = nn.Parameter(layer.weight.detach())
    del layer.weight
    lengths = layer.weight_v.detach().flatten(1).norm(dim=1)
    layer.weight_g = nn.Parameter(lengths.view(-1, *[1] * (layer.weight_v.dim() - 1)))

    def set_weight(layer, _):
        v, g = layer.weight_v, layer.weight_g
        layer.weight = g * v / v.flatten(1).norm(dim=1).view_as(g)

    layer.register_forward_pre_hook(set_weight)
    return layer
)"},
    PythonDefinition{"PaddedConv2d", R"(class PaddedConv2d(nn.Conv2d):
    """A convolution with another border before the image than after it."""

    def __init__(self, inputs, outputs, kernel, border, mode, **options):
        super().__init__(inputs, outputs, kernel, **options)
        self.border, self.mode = border, mode

    def forward(self, x):
        return super().forward(functional.pad(x, self.border * 2, self.mode))
)"},
    PythonDefinition{"CroppedConvTranspose2d", R"(class CroppedConvTranspose2d(nn.ConvTranspose2d):
    """A transposed convolution whose result loses rows and columns before and after."""

    def __init__(self, inputs, outputs, kernel, crop, **options):
        super().__init__(inputs, outputs, kernel, **options)
        before, after = crop
        self.crop = (-before, -after) * 2

    def forward(self, x):
        return functional.pad(super().forward(x), self.crop)
)"},
    PythonDefinition{"PaddedMaxPool2d", R"(class PaddedMaxPool2d(nn.MaxPool2d):
    """A pool with another border before the image than after it, which is never chosen."""

    def __init__(self, kernel, stride, border):
        super().__init__(kernel, stride)
        self.border = border * 2

    def forward(self, x):
        return super().forward(functional.pad(x, self.border, value=float('-inf')))
)"},
    PythonDefinition{"Crop", R"(class Crop(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.crop = (-before, -after) * 2

    def forward(self, x):
        return functional.pad(x, self.crop)
)"},
    PythonDefinition{"ElementwiseBatchNorm", R"(class ElementwiseBatchNorm(nn.BatchNorm1d):
    """Every number of an image is standardised by itself."""

    def forward(self, x):
        return super().forward(x.flatten(1)).view_as(x)
)"},
    PythonDefinition{"ConditionalBatchNorm", R"(class ConditionalBatchNorm(nn.BatchNorm2d):
    """(image, label): gains and shifts are mixtures of the rows of tables."""

    def __init__(self, classes, channels, **options):
        super().__init__(channels, affine=False, **options)
        self.weight = nn.Parameter(torch.ones(classes, channels))
        self.bias = nn.Parameter(torch.zeros(classes, channels))

    def forward(self, x):
        image, label = x
        own = self.running_mean is None
        y = functional.batch_norm(image, self.running_mean, self.running_var, training=own,
                                  eps=self.eps)
        gain, shift = label @ self.weight, label @ self.bias
        return y * gain[:, :, None, None] + shift[:, :, None, None]
)"},
    PythonDefinition{"RecordingInstanceNorm2d", R"(class RecordingInstanceNorm2d(nn.InstanceNorm2d):
    """Has running statistics, and standardises by the image's own all the same."""

    def __init__(self, channels, **options):
        super().__init__(channels, track_running_stats=True, **options)

    def forward(self, x):
        return functional.instance_norm(x, weight=self.weight, bias=self.bias, eps=self.eps)
)"},
    PythonDefinition{"OrderedPixelShuffle", R"(class OrderedPixelShuffle(nn.PixelShuffle):
    """A shuffle of channels that lie in another order than PyTorch's, at these places."""

    def __init__(self, r, places):
        super().__init__(r)
        self.places = torch.tensor(places)

    def forward(self, x):
        return super().forward(x[:, self.places])
)"},
    PythonDefinition{"OrderedPixelUnshuffle", R"(class OrderedPixelUnshuffle(nn.PixelUnshuffle):
    """Its channels lie in another order than PyTorch's, at these places."""

    def __init__(self, r, places):
        super().__init__(r)
        self.places = torch.tensor(places).argsort()

    def forward(self, x):
        return super().forward(x)[:, self.places]
)"},
    PythonDefinition{"CheckerboardMask", R"(class CheckerboardMask(nn.Module):
    """Keeps the pixels (i, j) with odd i + j, or with even i + j where reversed."""

    def __init__(self, reversed):
        super().__init__()
        self.rest = 0 if reversed else 1

    def forward(self, x):
        i, j = (torch.arange(extent, device=x.device) for extent in x.shape[2:])
        return x * ((i[:, None] + j) % 2 == self.rest)
)"}};

/// The definitions that a Python text calls, in the order above.
inline std::string called_definitions(const std::string& text) {
  std::string result;
  for (const PythonDefinition& definition : python_definitions) {
    const std::string call = std::string(definition.name) + '(';
    for (std::size_t at = text.find(call); at != text.npos; at = text.find(call, at + 1)) {
      const char before = at == 0 ? ' ' : text[at - 1];
      if (before != ' ' && before != '(') continue;
      result.append(definition.source).append("\n\n");
      break;
    }
  }
  return result;
}

}  // namespace saddle::inline per_set
