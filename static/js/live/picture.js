/** Changes of a picture without changing it: state in, state out. */

export function withPicture(state, changes) {
  return { ...state, picture: { ...state.picture, ...changes } };
}

export function without(table, key) {
  const { [key]: _gone, ...rest } = table;
  return rest;
}

export function changeUnit(state, id, change) {
  const unit = state.picture.units[id];
  return unit ? withPicture(state, { units: { ...state.picture.units, [id]: { ...unit, ...change(unit) } } }) : state;
}
