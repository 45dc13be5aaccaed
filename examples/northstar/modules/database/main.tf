# A relational database. A new engine version replaces the instance, as it does with real ones.

variable "name" {
  type = string
}

variable "engine_version" {
  type = string
}

variable "storage_gb" {
  type = number
}

variable "replicas" {
  type    = number
  default = 0
}

variable "admin_password" {
  type      = string
  sensitive = true
}

resource "terraform_data" "instance" {
  input = {
    name       = var.name
    storage_gb = var.storage_gb
    password   = sensitive(sha256(var.admin_password))
  }
  triggers_replace = [var.engine_version]
}

resource "terraform_data" "replica" {
  count = var.replicas
  input = "${var.name}-replica-${count.index}"
}

output "endpoint" {
  value = "${var.name}.db.northstar.example"
}
